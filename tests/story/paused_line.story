# A paused line hears but does not speak; resumed, it says what waited.
start 2026-03-02 09:00
staff lee administrator en
family joan +13125550108 en
Mon 09:00  line pauses
Mon 09:05  joan texts "Is the gym open?"
           promise 1 opened, due Tue 09:05, Lee owes it
Mon 09:10  lee answers 1 "Yes, until 5 PM."
           promise 1 answered
Mon 09:20  line resumes
           promise 1 kept
           joan gets acknowledgement in en: Maple County Schools: Thank you, Joan. We heard you. Lee will answer you by Tuesday, March 3 at 9:05 AM.
           joan gets answer in en: Yes, until 5 PM.
           joan gets update in en: Did this answer your question? Reply 1 for yes, 2 for no.
