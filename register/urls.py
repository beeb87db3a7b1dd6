"""Every page about an organisation and its people. Each subject keeps its own addresses beside its views."""

from register.views import confirming, organisation, passwords, people, preferences, signing_in, structure, tokens

app_name = "register"
urlpatterns = [
    *signing_in.urlpatterns,
    *passwords.urlpatterns,
    *confirming.urlpatterns,
    *preferences.urlpatterns,
    *organisation.urlpatterns,
    *structure.urlpatterns,
    *people.urlpatterns,
    *tokens.urlpatterns,
]
