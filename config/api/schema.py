"""How the API describes itself in OpenAPI 3.1."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes

from register.api.base import Resource
from register.api.queries import DEFAULT_SIZE, LARGEST_SIZE

WITH_VERSION = ("update", "partial_update", "destroy")

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
        "requirements": {"type": "array", "items": {"type": "object"}},
        "current_version": {"type": "integer"},
        "changed_fields": {"type": "array", "items": {"type": "string"}},
    },
}
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of your own page, `vrg_…`."},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Changes need X-CSRFToken."},
}
LIST_PARAMETERS: dict[str, tuple[dict[str, Any], str]] = {
    "cursor": ({"type": "string"}, "Where a page begins; take it from `next` or `previous`."),
    "page_size": (
        {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
        "How many rows a page has.",
    ),
    "count": ({"type": "boolean", "default": False}, "Whether to count all rows as well."),
}


def parameter(name: str, schema: dict[str, Any], description: str = "", *, where: str = "query") -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {
        "name": name,
        "in": where,
        "schema": schema,
        **described,
        **({"required": True} if where == "header" else {}),
    }


class ResourceSchema(AutoSchema):
    """Reads what a `Resource` says of itself."""

    def get_request_serializer(self) -> Any:
        if isinstance(self.view, Resource):
            return self.view.inputs.get(self.view.action)
        return None

    def get_response_serializers(self) -> Any:
        if not isinstance(self.view, Resource):
            return None
        if self.view.action == "destroy":
            return None
        answers = self.view.answers.get(self.view.action, self.view.output)
        if self.view.action == "list":
            return answers(many=True)
        if isinstance(answers, str):
            return {(200, answers): OpenApiTypes.BINARY}
        status = {"create": 201}.get(self.view.action, 200)
        return {status: answers}

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").partition("/")[0]]

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [{name: []} for name in SECURITY]

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return super().get_serializer_name(serializer, direction).removesuffix("Output")

    def get_override_parameters(self) -> list[Any]:
        return []

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation and isinstance(self.view, Resource):
            for one in operation.setdefault("parameters", []):
                if one["name"] == "id":
                    one["schema"]["format"] = "uuid"
            operation["parameters"] += self._own_parameters()
            operation["responses"]["default"] = {
                "description": "Refused, with words.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        return operation

    def _own_parameters(self) -> list[dict[str, Any]]:
        view: Any = self.view
        if view.action in WITH_VERSION:
            return [parameter("If-Match", {"type": "string"}, "The ETag of the version you have seen.", where="header")]
        own = [parameter(name, {"type": "string"}) for name in sorted(view.parameters)]
        if view.action == "list":
            orderings = [sign + name for name in view.all_orderings() for sign in ("", "-")]
            own += [parameter(name, schema, words) for name, (schema, words) in LIST_PARAMETERS.items()]
            own.append(parameter("ordering", {"type": "string", "enum": orderings, "default": view.default_ordering}))
            own += [parameter(name, one.schema) for name, one in sorted(view.all_filters().items())]
        further = [parameter(name, {"type": "string"}) for name in view.parameters_of.get(view.action, ())]
        return own if view.action in ("list", "retrieve") else further

    def _is_list_view(self, serializer: Any = None) -> bool:
        return getattr(self.view, "action", None) == "list"

    def _get_paginator(self) -> Any:
        return Pages()


class Pages:
    """The shape of a list's answer."""

    def get_schema_operation_parameters(self, view: Any) -> list[Any]:
        return []

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "count": {"type": "integer"}, "results": schema},
        }


def add_components(result: dict[str, Any], **_everything: Any) -> dict[str, Any]:
    """drf-spectacular's hook: the one form of refusals, and the two ways to say who asks."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = SECURITY
    return result
