/** A conversation with the support of a shop, of 2,000 characters: ordinary text, in which guards find nothing. */
export const CONVERSATION = [
  'Customer: Hello, I ordered two desk lamps from you on the fourth of May and the parcel arrived this morning. One of them works well, but the other one flickers as soon as I turn the dimmer below half. I have tried another socket and another bulb, and nothing changed.',
  'Support: Thank you for writing to us, and I am sorry about the lamp. Flickering below half usually means that the dimmer was not seated properly before it was shipped. Could you tell me whether there is a small sticker under the base, and whether it is green or white?',
  'Customer: It is white. There is also a number next to it, which ends in seventeen. The lamp that works has a green sticker, now that I look at it.',
  'Support: That helps a lot. Lamps with a white sticker left the factory before we changed the dimmer in March. They are safe to use, but some of them flicker at low brightness. I would like to offer you two ways to go on. We can send you a new dimmer, which you can exchange in about five minutes without any tools, or you can return the lamp and we send you another one.',
  'Customer: I would rather not open the lamp myself. How long would an exchange take? My daughter is preparing for her exams and needs the light in the evening, so I would like to keep the old one until the new one is here.',
  'Support: That is no problem at all. I will send the new lamp today, and it should be with you by Thursday. Please put the old one into the same box afterwards and use the label that comes with it. You do not pay anything for the return, and there is no need to hurry: the label is valid for thirty days.',
  'Customer: Great, that sounds fair. Will the new one have the same colour? We chose the dark green, and the shop page now shows only grey and black.',
  'Support: Yes, we kept a few of the dark green ones for exchanges, and I have put one aside for you. If anything else comes up, just answer to this message and it will reach me directly. I hope the exams go well.',
  'Customer: Thank you, I will tell her. Have a pleasant week!',
].join('\n');
