# A text may have asked us to stop; a person decides that it did not, and the answer is the answer.
start 2026-03-02 09:00
staff ana liaison en
staff lee administrator en
family joan +13125550108 en
family june +13125550109 en
Mon 09:00  joan texts "who are you, leave me alone"
           promise 1 opened, due Tue 09:00, Ana owes it
           promise 1 may ask us to stop: a person decides within ten business days
           promise 1 for person: they may want no more, or be somebody else: decide stop or keep
           Ana told: promise.for_person 1
           joan gets acknowledgement in en: Maple County Schools: Thank you, Joan. We heard you. Ana will answer you by Tuesday, March 3 at 9:00 AM.
Mon 09:10  ana decides 1 kept
           ctl decides about promise 1: kept
Mon 09:12  ana answers 1 "We are your daughter's school."
           promise 1 answered
           promise 1 kept
           joan gets answer in en: We are your daughter's school.
           joan gets update in en: Did this answer your question? Reply 1 for yes, 2 for no.
Mon 09:20  june texts "who are you, leave me alone"
           promise 2 opened, due Tue 09:20, Ana owes it
           promise 2 may ask us to stop: a person decides within ten business days
           promise 2 for person: they may want no more, or be somebody else: decide stop or keep
           Ana told: promise.for_person 2
           june gets acknowledgement in en: Maple County Schools: Thank you, June. We heard you. Ana will answer you by Tuesday, March 3 at 9:20 AM.
Mon 09:30  ana decides 2 stopped
           ctl decides about promise 2: stopped
           stopped by {"channel":"sms","cause":"staff"}
           promise 2 for person: the family asked us to stop texting
           Ana told: promise.for_person 2
Mon 09:31  ana decides 2 kept
           refused: it was decided already: stopped
Mon 09:35  ana answers 2 "We are your daughter's school."
           refused: the family asked us to stop texting this number: reach them another way, then excuse the promise with opted_out or in_person
Mon 10:00  ana excuses 2 opted_out
           promise 2 excused: opted_out
