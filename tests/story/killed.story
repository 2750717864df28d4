# kill -9 right after the text: nothing is lost, nothing is said twice.
start 2026-03-02 09:00
staff ana liaison es
family rosa +13125550101 es
Mon 09:00  rosa texts "¿Hay comedor mañana?"
           promise 1 opened, due Tue 09:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el martes, 3 de marzo, 9:00 a. m. o antes.
Mon 09:01  daemon is killed
Mon 09:01  daemon starts
Mon 09:02  ana answers 1 "Sí, hay comedor."
           promise 1 answered
           promise 1 kept
           rosa gets answer in es: Sí, hay comedor.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
