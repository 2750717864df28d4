# "2, no": the kept promise stays kept, and a new one follows it.
start 2026-03-02 09:00
staff ana liaison es
family rosa +13125550101 es
Mon 09:00  rosa texts "¿Cuándo son las vacaciones?"
           promise 1 opened, due Tue 09:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el martes, 3 de marzo, 9:00 a. m. o antes.
Mon 09:05  ana answers 1 "Pronto."
           promise 1 answered
           promise 1 kept
           rosa gets answer in es: Pronto.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
Mon 09:06  rosa texts "2"
           heard as answered_no
           promise 2 opened, due Tue 09:06, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias por avisarnos. Vamos a revisar otra vez su pregunta y le vamos a responder el martes, 3 de marzo, 9:06 a. m. o antes.
Mon 09:20  ana answers 2 "Del 23 al 27 de marzo."
           promise 2 answered
           promise 2 kept
           rosa gets answer in es: Del 23 al 27 de marzo.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
Mon 09:21  rosa texts "7"
           heard as wrong_digit
           rosa gets service in es: Maple County Schools: No podemos usar la respuesta 7. Por favor, responda con uno de estos números: 1, 2
Mon 09:22  rosa texts "1"
           heard as answered_yes
           rosa gets service in es: Con mucho gusto. ¡Gracias por escribirnos!
