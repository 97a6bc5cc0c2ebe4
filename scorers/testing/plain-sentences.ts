/** Two sentences of a few words as a service writes them, by language as the detector has it. */
export const PLAIN_SENTENCES = {
  ar: ['ستصل طلبيتك إلى منزلك صباح الغد.', 'يرجى إعادة تشغيل التطبيق والمحاولة مرة أخرى.'],
  az: ['Sifarişiniz sabah səhər evinizə çatacaq.', 'Zəhmət olmasa, tətbiqi yenidən başladın.'],
  be: ['Ваш заказ прыйдзе заўтра раніцай да вас дадому.', 'Калі ласка, перазапусціце праграму.'],
  bg: [
    'Вашата поръчка ще пристигне утре сутринта у вас.',
    'Моля, рестартирайте приложението и опитайте отново.',
  ],
  bn: ['আপনার অর্ডার আগামীকাল সকালে পৌঁছে যাবে।', 'অ্যাপটি আবার চালু করে চেষ্টা করুন।'],
  ca: [
    'La vostra comanda arribarà demà al matí a casa.',
    "Si us plau, reinicieu l'aplicació i torneu-ho a provar.",
  ],
  cs: [
    'Vaše objednávka dorazí zítra ráno k vám domů.',
    'Restartujte prosím aplikaci a zkuste to znovu.',
  ],
  da: [
    'Din bestilling ankommer til dig i morgen tidlig.',
    'Genstart venligst appen, og prøv igen.',
  ],
  de: [
    'Ihre Bestellung kommt morgen früh bei Ihnen zu Hause an.',
    'Bitte starten Sie die App neu und versuchen Sie es noch einmal.',
  ],
  el: [
    'Η παραγγελία σας θα φτάσει αύριο το πρωί στο σπίτι σας.',
    'Κάντε επανεκκίνηση της εφαρμογής και δοκιμάστε ξανά.',
  ],
  en: [
    'Your order arrives at your home tomorrow morning.',
    'Please restart the app and try again.',
  ],
  es: [
    'Su pedido llegará mañana por la mañana a su casa.',
    'Reinicie la aplicación e inténtelo de nuevo.',
  ],
  et: [
    'Teie tellimus jõuab homme hommikul teie koju.',
    'Palun taaskäivitage rakendus ja proovige uuesti.',
  ],
  eu: [
    'Zure eskaera bihar goizean iritsiko da etxera.',
    'Mesedez, berrabiarazi aplikazioa eta saiatu berriro.',
  ],
  fa: ['سفارش شما فردا صبح به خانه‌تان می‌رسد.', 'لطفاً برنامه را دوباره راه‌اندازی کنید.'],
  fi: [
    'Tilauksesi saapuu kotiisi huomenna aamulla.',
    'Käynnistä sovellus uudelleen ja yritä uudestaan.',
  ],
  fr: [
    'Votre commande arrivera demain matin chez vous.',
    "Veuillez redémarrer l'application et réessayer.",
  ],
  he: ['ההזמנה שלך תגיע הביתה מחר בבוקר.', 'נא להפעיל מחדש את האפליקציה ולנסות שוב.'],
  hi: ['आपका ऑर्डर कल सुबह आपके घर पहुँच जाएगा।', 'कृपया ऐप को दोबारा शुरू करें और फिर कोशिश करें।'],
  hr: [
    'Vaša narudžba stiže sutra ujutro na vašu adresu.',
    'Ponovno pokrenite aplikaciju i pokušajte opet.',
  ],
  hu: [
    'A rendelése holnap reggel érkezik meg az otthonába.',
    'Kérjük, indítsa újra az alkalmazást, és próbálja meg újra.',
  ],
  hy: ['Ձեր պատվերը կհասնի վաղն առավոտյան։', 'Վերագործարկեք հավելվածը և նորից փորձեք։'],
  is: ['Pöntunin þín kemur heim til þín í fyrramálið.', 'Endurræstu forritið og reyndu aftur.'],
  it: ['Il suo ordine arriverà domani mattina a casa sua.', "Riavvia l'app e riprova."],
  ja: ['ご注文の商品は明日の朝お届けします。', 'アプリを再起動してもう一度お試しください。'],
  ka: ['თქვენი შეკვეთა ხვალ დილით მოვა.', 'გთხოვთ, გადატვირთოთ აპლიკაცია და სცადოთ ხელახლა.'],
  ko: ['주문하신 상품은 내일 아침에 도착합니다.', '앱을 다시 시작한 후 다시 시도해 주세요.'],
  ku: ['داواکارییەکەت سبەی بەیانی دەگاتە ماڵەوە.', 'تکایە بەرنامەکە دووبارە دەستپێبکەرەوە.'],
  lt: [
    'Jūsų užsakymas atvyks į namus rytoj ryte.',
    'Iš naujo paleiskite programėlę ir bandykite dar kartą.',
  ],
  lv: [
    'Jūsu pasūtījums tiks piegādāts rīt no rīta.',
    'Lūdzu, restartējiet lietotni un mēģiniet vēlreiz.',
  ],
  mr: ['तुमची ऑर्डर उद्या सकाळी तुमच्या घरी पोहोचेल.', 'कृपया अ‍ॅप पुन्हा सुरू करा आणि पुन्हा प्रयत्न करा.'],
  ms: [
    'Pesanan anda akan tiba di rumah anda pagi esok.',
    'Silakan mulai ulang aplikasi dan coba lagi.',
  ],
  nl: [
    'Uw bestelling komt morgenochtend bij u thuis aan.',
    'Start de app opnieuw en probeer het nog eens.',
  ],
  no: [
    'Bestillingen din kommer hjem til deg i morgen tidlig.',
    'Start appen på nytt og prøv igjen.',
  ],
  pl: [
    'Twoje zamówienie dotrze do ciebie jutro rano.',
    'Uruchom ponownie aplikację i spróbuj jeszcze raz.',
  ],
  pt: [
    'O seu pedido chegará amanhã de manhã à sua casa.',
    'Reinicie o aplicativo e tente novamente.',
  ],
  ro: [
    'Comanda dumneavoastră va ajunge mâine dimineață acasă.',
    'Reporniți aplicația și încercați din nou.',
  ],
  ru: [
    'Ваш заказ прибудет завтра утром к вам домой.',
    'Пожалуйста, перезапустите приложение и попробуйте снова.',
  ],
  sk: [
    'Vaša objednávka dorazí zajtra ráno k vám domov.',
    'Reštartujte aplikáciu a skúste to znova.',
  ],
  sl: [
    'Vaše naročilo bo prispelo jutri zjutraj k vam domov.',
    'Znova zaženite aplikacijo in poskusite še enkrat.',
  ],
  sq: [
    'Porosia juaj do të arrijë nesër në mëngjes në shtëpi.',
    'Ju lutemi rinisni aplikacionin dhe provoni përsëri.',
  ],
  sr: [
    'Ваша поруџбина стиже сутра ујутру на кућну адресу.',
    'Поново покрените апликацију и покушајте опет.',
  ],
  sv: ['Din beställning kommer hem till dig i morgon bitti.', 'Starta om appen och försök igen.'],
  ta: ['உங்கள் ஆர்டர் நாளை காலை வந்து சேரும்.', 'செயலியை மீண்டும் தொடங்கி முயற்சிக்கவும்.'],
  th: ['คำสั่งซื้อของคุณจะถึงบ้านพรุ่งนี้เช้า', 'กรุณาเปิดแอปใหม่แล้วลองอีกครั้ง'],
  tl: [
    'Darating ang iyong order sa bahay mo bukas ng umaga.',
    'Pakiulit ang pagbukas ng app at subukan muli.',
  ],
  tr: [
    'Siparişiniz yarın sabah evinize ulaşacak.',
    'Lütfen uygulamayı yeniden başlatıp tekrar deneyin.',
  ],
  uk: [
    'Ваше замовлення прибуде завтра вранці до вас додому.',
    'Будь ласка, перезапустіть застосунок і спробуйте ще раз.',
  ],
  ur: [
    'آپ کا آرڈر کل صبح آپ کے گھر پہنچ جائے گا۔',
    'براہ کرم ایپ دوبارہ شروع کریں اور پھر کوشش کریں۔',
  ],
  vi: [
    'Đơn hàng của bạn sẽ đến nhà bạn vào sáng mai.',
    'Vui lòng khởi động lại ứng dụng và thử lại.',
  ],
  yo: [
    'Ẹrù rẹ yóò dé ilé rẹ ní òwúrọ̀ ọ̀la.',
    'Jọ̀wọ́ tún ohun èlò náà bẹ̀rẹ̀ kí o sì gbìyànjú lẹ́ẹ̀kansí.',
  ],
  zh: ['您的订单将于明天早上送达。', '请重新启动应用程序后再试一次。'],
} satisfies Record<string, [string, string]>;
