"""Every page about projects. Each subject keeps its own addresses beside its views."""

from projects.views import (
    benefit_tab,
    benefits,
    coming,
    drafts,
    gaps,
    handover_tab,
    handovers,
    home,
    indicators,
    lessons,
    measurements,
    milestones,
    projects,
    register,
    roles,
    sign_off,
    transitions,
    verification,
)

app_name = "projects"
urlpatterns = [
    *home.urlpatterns,
    *register.urlpatterns,
    *drafts.urlpatterns,
    *projects.urlpatterns,
    *roles.urlpatterns,
    *lessons.urlpatterns,
    *gaps.urlpatterns,
    *transitions.urlpatterns,
    *milestones.urlpatterns,
    *handovers.urlpatterns,
    *sign_off.urlpatterns,
    *handover_tab.urlpatterns,
    *measurements.urlpatterns,
    *verification.urlpatterns,
    *benefit_tab.urlpatterns,
    *benefits.urlpatterns,
    *indicators.urlpatterns,
    *coming.urlpatterns,
]
