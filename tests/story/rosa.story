# Journey 1: heard in Spanish, answered by the person who covers it, kept by the receipt, thanked.
start 2026-03-02 07:55
staff ana liaison es,so
staff lee administrator en
family rosa +13125550101 es
Mon 08:10  rosa texts "¿Hay clases mañana?"
           promise 1 opened, due Tue 08:10, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el martes, 3 de marzo, 8:10 a. m. o antes.
Mon 08:30  ana answers 1 "Sí, a las 8:00."
           promise 1 answered
           promise 1 kept
           rosa gets answer in es: Sí, a las 8:00.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
Mon 08:35  rosa texts "1"
           heard as answered_yes
           rosa gets service in es: Con mucho gusto. ¡Gracias por escribirnos!
Mon 08:36  rosa texts "gracias"
           heard as thanks
