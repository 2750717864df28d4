# Journey 4: nobody answers; school hours tick; the family is told the truth once; late for ever.
start 2026-03-06 14:00
staff ana liaison es,so
staff lee administrator en
family rosa +13125550101 es
Fri 14:30  rosa texts "¿Cuándo es la reunión de padres?"
           promise 1 opened, due Mon 14:30, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el lunes, 9 de marzo, 2:30 p. m. o antes.
Mon 10:30  Ana told: promise.remind 1
Mon 14:30  promise 1 late
           administrators told: promise.late 1
           rosa gets update in es: Maple County Schools: Le seguimos debiendo una respuesta. No nos hemos olvidado de usted. Ana ahora tiene su mensaje y le va a responder el martes, 10 de marzo, 2:30 p. m. o antes.
Tue 09:10  ana answers 1 "El jueves a las 18:00."
           promise 1 answered
           promise 1 kept, late
           rosa gets answer in es: El jueves a las 18:00.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
