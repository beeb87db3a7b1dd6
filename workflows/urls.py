from django.urls import path

from workflows import views

app_name = "workflows"
urlpatterns = [
    path("demo/mails/", views.mail_list, name="mail_list"),
    path("demo/mails/<path:key>/", views.mail_detail, name="mail_detail"),
]
