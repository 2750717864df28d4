# At night everything waits, but a text that two administrators signed; one of them alone cannot, not with a second whom she makes either, and after an hour it is too late.
start 2026-03-03 21:50
staff ana administrator en,es
staff ben administrator en
staff eva liaison es
family rosa +13125550101 es
family john +13125550102 en
Tue 22:00  ana sends rosa "Mañana hay foto de grupo."
           outreach to rosa waits until Wed 08:00: it is night where they live
Tue 22:05  ana asks rosa "Por el incendio, la escuela está cerrada mañana. Todos están bien."
           emergency asked by Ana
           administrators told: emergency.asked
Tue 22:06  ana approves 1
           refused: you asked for it yourself: another administrator has to approve it, with a token of their own
Tue 22:06  eva approves 1
           refused: this takes the role administrator
Tue 22:07  ana makes zoe
           administrators told: staff.administrator
           administrators told: staff.administrator
Tue 22:08  zoe approves 1
           refused: you are no second person: your account or token and the asker's come from one hand; another administrator approves it, or the operator makes another at the machine itself (hearbackctl user add EMAIL --role administrator, or user vouch EMAIL, then token add EMAIL): they count a day later
Tue 22:10  ben approves 1
           emergency approved by Ben
           rosa gets outreach in es: Por el incendio, la escuela está cerrada mañana. Todos están bien.
Tue 22:15  ben asks john "The school is closed tomorrow. Everybody is safe."
           emergency asked by Ben
           administrators told: emergency.asked
Tue 23:15  emergency expired
Tue 23:20  ana approves 2
           refused: nobody approved it within an hour: ask again if it still holds
Tue 23:30  john texts "stop"
           heard as stop
           stopped by {"channel":"sms","cause":"keyword"}
           john gets confirmation in en: Maple County Schools: You will get no more text messages from us. To get them again, reply START.
Tue 23:40  ana asks john "The school is closed tomorrow."
           refused: the family asked us to stop texting this number: reach them another way, then excuse the promise with opted_out or in_person
Wed 08:00  rosa gets outreach in es: Mañana hay foto de grupo.
Wed 08:30  nothing
