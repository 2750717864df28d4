# The clocks go forward in the night to Sunday 8 March: Monday's school hours are Monday's.
start 2026-03-06 15:00
staff ana liaison es
staff lee administrator en
family rosa +13125550101 es
Fri 15:00  rosa texts "¿Hay clases el lunes?"
           promise 1 opened, due Mon 15:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el lunes, 9 de marzo, 3:00 p. m. o antes.
Mon 10:00  nothing
Mon 11:00  Ana told: promise.remind 1
Mon 15:00  promise 1 late
           administrators told: promise.late 1
           rosa gets update in es: Maple County Schools: Le seguimos debiendo una respuesta. No nos hemos olvidado de usted. Ana ahora tiene su mensaje y le va a responder el martes, 10 de marzo, 3:00 p. m. o antes.
Mon 15:30  nothing
