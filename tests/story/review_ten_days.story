# A text may have asked us to stop, and nobody decides for ten school days: reminded once, then we stop.
start 2026-03-02 09:00
staff ana liaison en
staff lee administrator en
family joan +13125550108 en
Mon 09:00  joan texts "who are you, leave me alone"
           promise 1 opened, due Tue 09:00, Ana owes it
           promise 1 may ask us to stop: a person decides within ten business days
           promise 1 for person: they may want no more, or be somebody else: decide stop or keep
           Ana told: promise.for_person 1
           joan gets acknowledgement in en: Maple County Schools: Thank you, Joan. We heard you. Ana will answer you by Tuesday, March 3 at 9:00 AM.
Mon 09:30  ana answers 1 "We are your daughter's school."
           promise 1 answered
           promise 1 kept
           joan gets answer in en: We are your daughter's school.
           joan gets update in en: Did this answer your question? Reply 1 for yes, 2 for no.
Fri 17:00  nothing
Mon 08:00  nothing
Mon 16:00  Ana told: consent.decide 1
           administrators told: consent.decide 1
Fri 17:00  nothing
Mon 08:00  nothing
Mon 16:00  policy decides about promise 1: stopped
           stopped by {"channel":"sms","cause":"policy"}
           administrators told: consent.stopped_undecided 1
Tue 09:00  ana sends joan "School is closed tomorrow."
           refused: the family asked us to stop texting this number: reach them another way, then excuse the promise with opted_out or in_person
