# A robot on the other side: replies are capped, every text is kept and owned.
start 2026-03-02 09:00
staff lee administrator en
family robot +13125550109 en
Mon 09:00  robot texts "I am out of the office until Friday."
           promise 1 opened, due Tue 09:00, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:00 AM.
Mon 09:03  robot texts "I am out of the office until Friday."
           promise 2 opened, due Tue 09:03, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:03 AM.
Mon 09:06  robot texts "I am out of the office until Friday."
           promise 3 opened, due Tue 09:06, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:06 AM.
Mon 09:09  robot texts "I am out of the office until Friday."
           promise 4 opened, due Tue 09:09, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:09 AM.
Mon 09:12  robot texts "I am out of the office until Friday."
           promise 5 opened, due Tue 09:12, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:12 AM.
Mon 09:15  robot texts "I am out of the office until Friday."
           promise 6 opened, due Tue 09:15, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:15 AM.
Mon 09:18  robot texts "I am out of the office until Friday."
           promise 7 opened, due Tue 09:18, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:18 AM.
Mon 09:21  robot texts "I am out of the office until Friday."
           promise 8 opened, due Tue 09:21, Lee owes it
           robot gets acknowledgement in en: Maple County Schools: Thank you, Robot. We heard you. Lee will answer you by Tuesday, March 3 at 9:21 AM.
Mon 09:24  robot texts "I am out of the office until Friday."
           promise 9 opened, due Tue 09:24, Lee owes it
Mon 09:27  robot texts "I am out of the office until Friday."
           promise 10 opened, due Tue 09:27, Lee owes it
