from django.urls import path

from alongside.outputs.views import papers

app_name = "outputs"
pair = "pair/<slug:public>/"

urlpatterns = [
    path(f"{pair}papers/", papers.papers, name="papers"),
    path(f"{pair}papers/profile/", papers.print_profile, name="print-profile"),
    path(f"{pair}papers/<slug:key>.pdf", papers.paper, name="paper"),
    path(f"{pair}<slug:meeting>/<slug:sheet>/paper.pdf", papers.booklet, name="booklet"),
]
