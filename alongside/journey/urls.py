from django.urls import path

from alongside.journey.views import sharing, sheet, walk

app_name = "journey"
pair = "pair/<slug:public>/"
here = f"{pair}<slug:meeting>/<slug:sheet>/"
asked = f"{here}q/<slug:question>/"

urlpatterns = [
    path(pair, walk.pair, name="pair"),
    path(f"{pair}next/", walk.next, name="next"),
    path(f"{pair}not-today/", walk.not_today, name="not-today"),
    path(f"{pair}<slug:meeting>/step/<slug:step>/", walk.step, name="step"),
    path(f"{pair}<slug:meeting>/step/<slug:step>/skip/", walk.skip_step, name="skip-step"),
    path(f"{pair}<slug:meeting>/when/", walk.meeting, name="meeting"),
    path(f"{pair}<slug:meeting>/words/<slug:what>/", walk.spoken, name="spoken"),
    path(here, sheet.sheet, name="sheet"),
    path(f"{here}step/", walk.step_of, name="step-of"),
    path(f"{here}end/", sharing.end, name="end"),
    path(f"{here}read/", sharing.read, name="read"),
    path(f"{here}close/", sharing.close, name="close"),
    path(f"{here}out/", sheet.out, name="out"),
    path(f"{here}say/<slug:question>/", sharing.say, name="say"),
    path(f"{here}say/<slug:question>/take-back/", sharing.take_back, name="take-back"),
    path(asked, sheet.question, name="question"),
    path(f"{asked}box/", sheet.box, name="box"),
    path(f"{asked}<slug:row>/", sheet.row, name="row"),
    path(f"{asked}<slug:row>/<slug:what>/", sheet.move_row, name="move-row"),
]
