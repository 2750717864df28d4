# A question late in the evening is acknowledged at once; an answer to an old one waits for the morning.
start 2026-03-02 15:00
staff ana liaison es
family rosa +13125550101 es
Mon 15:00  rosa texts "¿A qué hora sale el autobús?"
           promise 1 opened, due Tue 15:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el martes, 3 de marzo, 3:00 p. m. o antes.
Mon 22:15  ana answers 1 "A las 7:10."
           promise 1 answered
           answer to rosa waits until Tue 08:00: it is night where they live
Mon 22:30  rosa texts "¿Y el de regreso?"
           promise 2 opened, due Tue 16:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ahora estamos fuera del horario escolar. Le vamos a responder el martes, 3 de marzo, 4:00 p. m. o antes.
Mon 22:40  ana answers 2 "A las 15:20."
           promise 2 answered
           promise 2 kept
           update to rosa waits until Tue 08:00: it is night where they live
           rosa gets answer in es: A las 15:20.
Tue 08:00  promise 1 kept
           rosa gets answer in es: A las 7:10.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
Tue 08:30  nothing
