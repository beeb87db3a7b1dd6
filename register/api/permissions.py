"""Nothing of the API is open: a view that says nothing needs a person, and a writing token to write."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from register.api.refusals import ReadOnlyToken
from register.models import ApiToken


class Known(BasePermission):
    """A person asks, and what they hold allows the method. What they may do is decided by the services."""

    def has_permission(self, request: Request, view: Any) -> bool:
        person = getattr(request, "person", None)
        if person is None or not person.is_active:
            return False
        token = request.auth
        writes = request.method not in SAFE_METHODS
        if writes and isinstance(token, ApiToken) and not token.allows(ApiToken.Scope.WRITE):
            raise ReadOnlyToken
        return True
