# "we must STOP this bill" is an input like any other.
start 2026-03-02 09:00
staff lee administrator en
family joan +13125550108 en
Mon 09:00  joan texts "we must STOP this bill"
           promise 1 opened, due Tue 09:00, Lee owes it
           joan gets acknowledgement in en: Maple County Schools: Thank you, Joan. We heard you. Lee will answer you by Tuesday, March 3 at 9:00 AM.
Mon 09:30  lee answers 1 "The board meets on Thursday at 6 PM."
           promise 1 answered
           promise 1 kept
           joan gets answer in en: The board meets on Thursday at 6 PM.
           joan gets update in en: Did this answer your question? Reply 1 for yes, 2 for no.
