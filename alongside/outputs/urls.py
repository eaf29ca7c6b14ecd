from django.urls import path

from alongside.outputs.views import letters, papers, rounds, telling

app_name = "outputs"
pair = "pair/<slug:public>/"
asked = f"{pair}asking/<slug:piece>/"

letter = "programme/<slug:public>/invitation/<int:pk>/letter/"

urlpatterns = [
    path(f"{letter}letter.pdf", letters.invitation_letter, name="invitation-letter"),
    path(f"{letter}card.pdf", letters.invitation_card, name="invitation-card"),
    path(
        "programme/<slug:public>/paper-key/<slug:person>/letter.pdf",
        letters.paper_key_letter,
        name="paper-key-letter",
    ),
    path(f"{asked}booklets/", rounds.booklets, name="round-booklets"),
    path(f"{asked}poster.pdf", rounds.poster, name="round-poster"),
    path(f"{asked}cards.pdf", rounds.cards, name="round-cards"),
    path("said-and-done/<slug:public>/poster.pdf", telling.poster, name="poster"),
    path("said-and-done/<slug:public>/said-and-done.pdf", telling.whole_page, name="said-and-done"),
    path("programme/<slug:public>/telling/letters.pdf", telling.letters, name="letter-run"),
    path("programme/<slug:public>/telling/addresses.pdf", telling.addresses, name="letter-addresses"),
    path(f"{pair}papers/", papers.papers, name="papers"),
    path(f"{pair}papers/profile/", papers.print_profile, name="print-profile"),
    path(f"{pair}papers/<slug:key>.pdf", papers.paper, name="paper"),
    path(f"{pair}<slug:meeting>/<slug:sheet>/paper.pdf", papers.booklet, name="booklet"),
]
