"""The protocol's side: tools with their schemas, documents as resources, over whatever carries the messages.

The SDK's low-level server is used, because its decorators pass over misspelt arguments (a wrong ``as_of`` would
answer for the wrong day), put English prefixes before messages and log what a caller typed.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from assistant import __version__
from assistant.assembly import today
from assistant.documents.library import Library
from assistant.domain.documents import Document
from assistant.errors import UnknownDocument
from assistant.holder import Holder
from assistant.service.mcp.calling import Refused, call
from assistant.service.mcp.tools import TOOLS, PolicyTool
from assistant.service.wire.badges import badge
from assistant.wording import say, words

NAME = "policy-assistant"
SCHEME = "policy://documents/"


def make_server(holder: Holder) -> Server[Any]:
    """A server around the assistant that answers at the time; it keeps nothing between messages."""
    # The library's remarks quote what callers sent.
    logging.getLogger("mcp").setLevel(logging.WARNING)
    tools = {tool.name: tool for tool in TOOLS}
    described = [_described(tool) for tool in TOOLS]

    async def list_tools(_: Any, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=described)

    async def call_tool(_: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in tools:
            raise _unusable(say("mcp", "unknown_tool", name=params.name[:80], known="、".join(tools)))
        work = partial(_called, tools[params.name], params.arguments or {}, holder)
        return await anyio.to_thread.run_sync(work)

    async def list_resources(_: Any, __: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return types.ListResourcesResult(
            resources=[_resource(document, holder.library) for document in holder.library.documents]
        )

    async def list_templates(
        _: Any, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[_template()])

    async def read_resource(_: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return _read(str(params.uri), holder.library)

    return Server(
        NAME,
        version=__version__,
        title=say("pages.zh", "name"),
        instructions=say("mcp", "instructions"),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        get_tool_input_schema={tool.name: tool.input_schema for tool in described}.get,
    )


def serve_stdio(holder: Holder) -> None:
    """Serve one client over standard input and output until it closes them."""

    async def serve() -> None:
        server = make_server(holder)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    with holder.watch.running():
        anyio.run(serve)


def _described(tool: PolicyTool) -> types.Tool:
    told = words("mcp")["tools"][tool.name]
    return types.Tool(
        name=tool.name,
        title=told["title"],
        description=told["description"].strip(),
        input_schema=_input_schema(tool),
        output_schema=tool.gives.model_json_schema(mode="serialization"),
        annotations=types.ToolAnnotations(
            title=told["title"],
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=tool.repeats,
            open_world_hint=False,
        ),
    )


def _input_schema(tool: PolicyTool) -> dict[str, Any]:
    schema = tool.takes.model_json_schema()
    told = words("mcp")["arguments"]
    for name, described in schema["properties"].items():
        described["description"] = told[name]
    return schema


def _called(tool: PolicyTool, arguments: dict[str, Any], holder: Holder) -> types.CallToolResult:
    try:
        with holder.using() as assistant:
            result = call(tool, arguments, assistant)
    except Refused as refused:
        text = types.TextContent(type="text", text=str(refused))
        return types.CallToolResult(content=[text], is_error=True, _meta={"code": refused.code})
    # Clients older than structured content read the same object as text.
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=result.model_dump_json())],
        structured_content=result.model_dump(mode="json"),
    )


def _resource(document: Document, library: Library) -> types.Resource:
    day = today()
    status = badge(library, document.id, library.status(document.id, day).code)
    return types.Resource(
        uri=SCHEME + document.id,
        name=document.id,
        title=document.title,
        description=say("mcp", "document", number=document.number or "-", status=status, as_of=day),
        mime_type=_media_type(document),
        size=len(document.text.encode()),
    )


def _template() -> types.ResourceTemplate:
    return types.ResourceTemplate(
        uri_template=SCHEME + "{document_id}",
        name="document",
        description=say("mcp", "template"),
        mime_type="text/plain",
    )


def _read(uri: str, library: Library) -> types.ReadResourceResult:
    try:
        document = library.document(uri.removeprefix(SCHEME) if uri.startswith(SCHEME) else "")
    except UnknownDocument:
        known = "、".join(SCHEME + document.id for document in library.documents)
        raise _unusable(say("mcp", "unknown_resource", uri=uri[:200], known=known)) from None
    text = types.TextResourceContents(uri=uri, text=document.text, mime_type=_media_type(document))
    return types.ReadResourceResult(contents=[text])


def _media_type(document: Document) -> str:
    return "text/markdown" if document.media_type == "text/markdown" else "text/plain"


def _unusable(message: str) -> MCPError:
    return MCPError(code=types.INVALID_PARAMS, message=message)
