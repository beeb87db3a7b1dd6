from django.urls import path

from workflows import undelivered, views

app_name = "workflows"
urlpatterns = [
    path("demo/mails/", views.mail_list, name="mail_list"),
    path("demo/mails/<path:key>/", views.mail_detail, name="mail_detail"),
    path("settings/mails/", undelivered.undelivered, name="undelivered"),
    path("settings/mails/<uuid:pk>/send-again/", undelivered.send_again, name="send_again"),
    path("settings/mails/<uuid:pk>/drop/", undelivered.drop, name="drop"),
]
