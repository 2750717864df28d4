# A week of downtime: what came meanwhile is heard, late steps collapse, the family is told once.
start 2026-03-02 09:00
staff ana liaison es
staff lee administrator en
family rosa +13125550101 es
family joan +13125550108 en
Mon 09:00  rosa texts "¿Puedo hablar con la directora?"
           promise 1 opened, due Tue 09:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el martes, 3 de marzo, 9:00 a. m. o antes.
Mon 10:00  daemon stops
Mon 10:01  joan texts "Is there a bus on Friday?"
Tue 07:30  nothing
Wed 07:30  nothing
Thu 07:30  nothing
Fri 07:30  nothing
Mon 10:10  daemon starts
           promise 1 late
           Ana told: promise.remind 1
           administrators told: promise.late 1
           promise 2 opened, due Tue 10:09, Lee owes it
           rosa gets update in es: Maple County Schools: Le seguimos debiendo una respuesta. No nos hemos olvidado de usted. Ana ahora tiene su mensaje y le va a responder el martes, 10 de marzo, 10:10 a. m. o antes.
           joan gets acknowledgement in en: Maple County Schools: Thank you, Joan. We heard you. Lee will answer you by Tuesday, March 10 at 10:09 AM.
Mon 10:20  ana answers 1 "Sí, hoy a las 14:00."
           promise 1 answered
           promise 1 kept, late
           rosa gets answer in es: Sí, hoy a las 14:00.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
