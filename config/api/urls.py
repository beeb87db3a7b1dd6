"""The addresses of the API, version 1."""

from typing import NoReturn

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from config.api.docs import Docs, Schema
from projects.api.routes import PAGES
from projects.api.routes import ROUTES as PROJECT_ROUTES
from register.api.refusals import NotFoundHere
from register.api.routes import ROUTES as REGISTER_ROUTES
from workflows.api.routes import ROUTES as WORKFLOW_ROUTES

router = SimpleRouter(use_regex_path=False)
for name, view in [*REGISTER_ROUTES, *WORKFLOW_ROUTES, *PROJECT_ROUTES]:
    router.register(name, view, basename=name)


class Nowhere(APIView):
    """An address that is none, told in the API's own form."""

    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> NoReturn:
        super().initial(request, *args, **kwargs)
        if not request.path.endswith("/"):
            raise NotFoundHere(_("There is nothing at this address. Addresses end with a slash."))
        raise NotFoundHere


app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    *[path(address, view.as_view({"get": action})) for address, view, action in PAGES],
    path("", include(router.urls)),
    path("<path:address>", Nowhere.as_view()),
]
