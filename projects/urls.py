"""Every page about projects. Each subject keeps its own addresses beside its views."""

from projects.views import (
    coming,
    drafts,
    handovers,
    home,
    lessons,
    milestones,
    projects,
    register,
    roles,
    sign_off,
    transitions,
)

app_name = "projects"
urlpatterns = [
    *home.urlpatterns,
    *register.urlpatterns,
    *drafts.urlpatterns,
    *projects.urlpatterns,
    *roles.urlpatterns,
    *lessons.urlpatterns,
    *transitions.urlpatterns,
    *milestones.urlpatterns,
    *handovers.urlpatterns,
    *sign_off.urlpatterns,
    *coming.urlpatterns,
]
