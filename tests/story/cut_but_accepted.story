# The provider accepted the answer, but its reply was cut: found in its list, never sent twice.
start 2026-03-02 09:00
staff ana liaison es
family rosa +13125550101 es
Mon 09:00  rosa texts "¿Dónde es la reunión?"
           promise 1 opened, due Tue 09:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el martes, 3 de marzo, 9:00 a. m. o antes.
Mon 09:05  fault cut_accepted rosa 1
Mon 09:06  ana answers 1 "En la biblioteca."
           promise 1 answered
           promise 1 kept
           rosa gets answer in es: En la biblioteca.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
Mon 09:10  nothing
