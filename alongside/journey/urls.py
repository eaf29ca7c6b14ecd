from django.urls import path

from alongside.journey.views import (
    facilitator,
    handover,
    pace,
    plan,
    sharing,
    sheet,
    turns,
    versions,
    walk,
    who_wrote,
)

app_name = "journey"
pair = "pair/<slug:public>/"
here = f"{pair}<slug:meeting>/<slug:sheet>/"
asked = f"{here}q/<slug:question>/"

urlpatterns = [
    path("helping/pair/<slug:helped>/", facilitator.helping, name="helping"),
    path("aftercare/<int:pk>/", facilitator.aftercare_task, name="aftercare-task"),
    path("hand-over/", handover.hand_over, name="between"),
    path("hand-over/<slug:person>/", handover.take, name="take-device"),
    path(pair, walk.pair, name="pair"),
    path(f"{pair}next/", walk.next, name="next"),
    path(f"{pair}hand-over/", handover.begin, name="hand-over"),
    path(f"{pair}hand-over/numbers/", handover.numbers, name="numbers"),
    path(f"{pair}not-today/", walk.not_today, name="not-today"),
    path(f"{pair}plan/", plan.plan, name="plan"),
    path(f"{pair}plan/<slug:row>/", plan.action, name="plan-action"),
    path(f"{pair}<slug:meeting>/step/<slug:step>/", walk.step, name="step"),
    path(f"{pair}<slug:meeting>/step/<slug:step>/skip/", walk.skip_step, name="skip-step"),
    path(f"{pair}<slug:meeting>/story-can-wait/", walk.story_can_wait, name="story-can-wait"),
    path(f"{pair}<slug:meeting>/when/", walk.meeting, name="meeting"),
    path(f"{pair}<slug:meeting>/words/<slug:what>/", walk.spoken, name="spoken"),
    path(here, sheet.sheet, name="sheet"),
    path(f"{here}step/", walk.step_of, name="step-of"),
    path(f"{here}end/", sharing.end, name="end"),
    path(f"{here}read/", sharing.read, name="read"),
    path(f"{here}close/", sharing.close, name="close"),
    path(f"{here}versions/", versions.versions, name="versions"),
    path(f"{here}versions/who-wrote/", who_wrote.who_wrote, name="who-wrote"),
    path(f"{here}versions/since/", versions.since, name="since"),
    path(f"{here}versions/<slug:version>/", versions.version, name="version"),
    path(f"{here}versions/<slug:version>/back/", versions.bring_back, name="bring-back"),
    path(f"{here}versions/<slug:version>/hide/", versions.hide, name="hide-version"),
    path(f"{here}facilitator/", facilitator.to_facilitator, name="to-facilitator"),
    path(f"{here}not-today/", walk.what_else, name="what-else"),
    path(f"{here}clock/", pace.clock, name="clock"),
    path(f"{here}out/", sheet.out, name="out"),
    path(f"{here}say/<slug:question>/", sharing.say, name="say"),
    path(f"{here}say/<slug:question>/take-back/", sharing.take_back, name="take-back"),
    path(asked, sheet.question, name="question"),
    path(f"{asked}box/", sheet.box, name="box"),
    path(f"{asked}turn/", turns.turn, name="turn"),
    path(f"{asked}<slug:row>/", sheet.row, name="row"),
    path(f"{asked}<slug:row>/<slug:what>/", sheet.move_row, name="move-row"),
]
