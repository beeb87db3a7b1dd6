"""Every page about an organisation and its people."""

from register.views import preferences, signing_in

app_name = "register"
urlpatterns = [*signing_in.urlpatterns, *preferences.urlpatterns]
