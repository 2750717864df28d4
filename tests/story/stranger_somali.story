# Journey 2: a number nobody knows, in Somali; told in both languages; chooses; staff answer.
start 2026-03-02 09:00
staff ana liaison es,so
family abdi +13125550177 unknown
Mon 09:00  abdi texts "Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa"
           promise 1 opened, due Tue 09:00, Ana owes it
           abdi gets acknowledgement in so: Maple County Schools: Waad ku mahadsan tahay farriintaada. Waan helnay. Waan kuu soo jawaabi doonnaa ka hor Talaado, Bisha Saddexaad 3 ee 9:00 GH. / Si aad u doorato luqaddaada, ku soo jawaab lambar: 1 Soomaali, 2 English /  / Maple County Schools: Thank you for your message. We heard you and will answer you by Tuesday, March 3 at 9:00 AM. / To choose your language, reply with a number: 1 Soomaali, 2 English
Mon 09:01  abdi texts "1"
           heard as language
           abdi gets service in so: Maple County Schools: Hadda wixii ka dambeeya waxaan kuugu soo qori doonnaa luqadda Soomaali.
Mon 09:20  ana answers 1 "Haa, dugsi wuu jiraa berri."
           promise 1 answered
           promise 1 kept
           abdi gets answer in so: Haa, dugsi wuu jiraa berri.
           abdi gets update in so: Su'aashaadii ma laga jawaabay? Ku soo jawaab 1 (haa) ama 2 (maya).
