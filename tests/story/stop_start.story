# STOP between acknowledgement and answer: nothing more is texted, a person has the promise; START brings back.
start 2026-03-02 09:00
staff ana liaison es
staff lee administrator en
family rosa +13125550101 es
Mon 09:00  rosa texts "¿Hay tarea hoy?"
           promise 1 opened, due Tue 09:00, Ana owes it
           rosa gets acknowledgement in es: Maple County Schools: Gracias, Rosa. Recibimos su mensaje. Ana le va a responder el martes, 3 de marzo, 9:00 a. m. o antes.
Mon 09:05  rosa texts "ALTO"
           heard as stop
           stopped by {"channel":"sms","cause":"keyword"}
           promise 1 for person: the family asked us to stop texting
           Ana told: promise.for_person 1
           rosa gets confirmation in es: Maple County Schools: Ya no le enviaremos mensajes de texto. Para volver a recibirlos, responda INICIAR.
Mon 09:10  ana answers 1 "Sí, hay tarea."
           refused: the family asked us to stop texting this number: reach them another way, then excuse the promise with opted_out or in_person
Mon 09:11  ana sends rosa "Hola"
           refused: the family asked us to stop texting this number: reach them another way, then excuse the promise with opted_out or in_person
Mon 09:20  rosa texts "mi hijo está enfermo hoy"
           promise 2 opened, due Tue 09:20, Ana owes it
           promise 2 for person: the family asked us to stop texting
           Ana told: promise.for_person 2
Mon 09:30  ana excuses 1 in_person
           promise 1 excused: in_person
Mon 10:00  rosa texts "INICIAR"
           heard as start
           started by {"channel":"sms","cause":"keyword"}
           rosa gets confirmation in es: Maple County Schools: Usted va a recibir otra vez nuestros mensajes de texto. Para dejar de recibirlos, responda ALTO.
Mon 10:05  ana answers 2 "Gracias por avisar. Que se mejore."
           promise 2 answered
           promise 2 kept
           rosa gets answer in es: Gracias por avisar. Que se mejore.
           rosa gets update in es: ¿Respondimos a su pregunta? Responda 1 para sí, 2 para no.
