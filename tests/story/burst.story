# Three texts in a minute are one promise with one acknowledgement; a fourth, later, is another.
start 2026-03-02 09:00
staff lee administrator en
family joan +13125550108 en
Mon 09:00  joan texts "Good morning"
           promise 1 opened, due Tue 09:00, Lee owes it
           joan gets acknowledgement in en: Maple County Schools: Thank you, Joan. We heard you. Lee will answer you by Tuesday, March 3 at 9:00 AM.
Mon 09:00  joan texts "Sofia has a fever"
           promise 1 has another text
Mon 09:01  joan texts "she stays at home today"
           promise 1 has another text
Mon 09:10  joan texts "Can she get her homework?"
           promise 2 opened, due Tue 09:10, Lee owes it
           joan gets acknowledgement in en: Maple County Schools: Thank you, Joan. We heard you. Lee will answer you by Tuesday, March 3 at 9:10 AM.
Mon 09:20  lee answers 1 "Thank you. Get well, Sofia!"
           promise 1 answered
           promise 1 kept
           joan gets answer in en: Thank you. Get well, Sofia!
           joan gets update in en: Did this answer your question? Reply 1 for yes, 2 for no.
Mon 09:21  lee answers 2 "It is in the office."
           promise 2 answered
           promise 2 kept
           joan gets answer in en: It is in the office.
           joan gets update in en: Did this answer your question? Reply 1 for yes, 2 for no.
