package io.mailroom.mime.internal.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Automatic answers and newsletters, with every sign of a bounce that such mail may carry by right: none is one. */
class AutomaticAnswersTest {
    private static final String[] SENDERS = {
        "Bo Lee <bo@example.com>", "support@example.com", "no-reply@shop.example", "Newsletter <news@list.example>"
    };
    private static final String[] SUBJECTS = {
        "Out of office: Your order",
        "Automatic reply: Delivery of the goods",
        "Abwesenheitsnotiz: Lieferung",
        "R\u00e9ponse automatique : Votre livraison",
        "Your ticket 4711 was received",
        "News: how mail is delivered"
    };
    private static final String[] TEXTS = {
        "I am out of the office until Monday. For urgent matters write to carla@example.com.",
        "Thank you for your message. I am on vacation with limited access to mail; my deputy is dan@example.com.",
        "I have left the company. Please use info@example.com from now on.",
        "My address has changed. Please write to bo@new.example from now on; the old one works until May.",
        "We have received your message and opened ticket 4711. Do not reply to this mail, write to help@example.com.",
        "Your message was received. Delivery to our warehouse takes two days. Questions: shop@example.com",
        "Ich bin bis Montag nicht im B\u00fcro. In dringenden F\u00e4llen wenden Sie sich an carla@example.com.",
        "Ihre Nachricht wurde nicht weitergeleitet. Ich bin ab 5. Mai wieder erreichbar. Vertretung: dan@example.com",
        "Je suis absent jusqu'\u00e0 lundi. En cas d'urgence, \u00e9crivez \u00e0 carla@example.com.",
        "Estoy de vacaciones hasta el lunes. Para asuntos urgentes escriba a carla@example.com.",
        "Sono assente fino a luned\u00ec. Per urgenze scrivere a carla@example.com.",
        "Ik ben tot maandag afwezig. Mail voor dringende zaken naar carla@example.com.",
        "Estarei ausente at\u00e9 segunda-feira. Assuntos urgentes: carla@example.com.",
        "Jestem na urlopie do poniedzia\u0142ku. W pilnych sprawach prosz\u0119 pisa\u0107 na carla@example.com.",
        "\u042f \u0432 \u043e\u0442\u043f\u0443\u0441\u043a\u0435 \u0434\u043e"
                + " \u043f\u043e\u043d\u0435\u0434\u0435\u043b\u044c\u043d\u0438\u043a\u0430. \u041f\u0438\u0448\u0438\u0442\u0435: carla@example.com.",
        "\u4f11\u6687\u4e2d\u3067\u3059\u3002\u304a\u6025\u304e\u306e\u65b9\u306f carla@example.com \u307e\u3067\u3002",
        "This week: why undelivered mail comes back, and what a full mailbox means. Unsubscribe: leave@list.example",
        "Your parcel could not be delivered because nobody was at home. Track it or write to parcels@post.example.",
    };
    private static final String[] RETURN_PATHS = {"<>", "<bo@example.com>"};

    @Test
    void noAutomaticAnswerAndNoNewsletterIsABounce() {
        List<String> taken = new ArrayList<>();
        int mails = 0;

        for (String text : TEXTS) {
            for (int i = 0; i < SUBJECTS.length; i++) {
                for (String returnPath : RETURN_PATHS) {
                    String sender = SENDERS[(mails + i) % SENDERS.length];
                    BounceEvidence mail = new BounceEvidence(sender, returnPath, SUBJECTS[i], "", text, "", false);
                    BounceRecognizer.recognize(mail).ifPresent(bounce -> taken.add(mail + " is " + bounce));
                    mails++;
                }
            }
        }

        assertThat(mails).isGreaterThan(200);
        assertThat(taken).isEmpty();
    }
}
