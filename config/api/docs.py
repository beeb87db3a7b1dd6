"""Where the description of the API is read: by tools, and as a page."""

from typing import Any

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny


class Schema(SpectacularAPIView):
    """The description of the API, for anybody: it holds no secret, and tools must be able to read it."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    content_negotiation_class = DefaultContentNegotiation


class Docs(SpectacularSwaggerSplitView):
    """The description as a page: script and style in files of their own, as the content security policy asks."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    url_name = "api:schema"
    template_name = "api_docs.html"
