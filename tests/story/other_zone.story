# A family two zones west is not texted at 8 in the district's morning.
start 2026-03-02 16:00
staff ana liaison es
family rosa +13125550101 es America/Los_Angeles
Mon 16:00  rosa texts "Nos mudamos a Oregon. ¿Qué papeles necesito?"
           promise 1 opened, due Tue 16:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ahora estamos fuera del horario escolar. Le vamos a responder el martes, 3 de marzo, 2:00 p. m. o antes.
Tue 08:00  ana answers 1 "El formulario de traslado."
           promise 1 answered
           answer to rosa waits until Tue 10:00: it is night where they live
Tue 10:00  promise 1 kept
           rosa gets answer in es: El formulario de traslado.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
Tue 11:00  nothing
