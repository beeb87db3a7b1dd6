"""Every page about an organisation and its people."""

from register.views import passwords, preferences, signing_in

app_name = "register"
urlpatterns = [*signing_in.urlpatterns, *passwords.urlpatterns, *preferences.urlpatterns]
