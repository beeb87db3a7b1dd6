"""Every page about projects. Each subject keeps its own addresses beside its views."""

from projects.views import coming, home, milestones, projects, transitions

app_name = "projects"
urlpatterns = [
    *home.urlpatterns,
    *projects.urlpatterns,
    *transitions.urlpatterns,
    *milestones.urlpatterns,
    *coming.urlpatterns,
]
