import Contracts
import Hummingbird
import ServiceKit

/// The API's own description (OpenAPI 3.1), made from the operations that answer.
enum OpenAPI {
    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    static func page(of name: String) -> JSONValue {
        [
            "type": "object", "required": ["items"],
            "properties": [
                "items": ["type": "array", "items": reference(name)],
                "next": ["type": ["string", "null"], "description": "« after » of the next page; null at the end"],
            ],
        ]
    }

    static func describe(_ operation: Operation) -> JSONValue {
        var answers: [String: JSONValue] = [
            "default": [
                "description": "Problem details (RFC 9457)",
                "content": ["application/problem+json": ["schema": reference("Problem")]],
            ]
        ]
        var success: [String: JSONValue] = ["description": .string(operation.status.reasonPhrase)]
        if let answer = operation.answer { success["content"] = ["application/json": ["schema": answer]] }
        answers[String(operation.status.code)] = .object(success)
        var described: [String: JSONValue] = [
            "operationId": .string(operation.id), "summary": .string(operation.summary),
            "description": .string("Permission: \(operation.permission)"),
            "parameters": .array(parameters(operation)), "responses": .object(answers),
        ]
        if let body = operation.body {
            described["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": reference(body)]],
            ]
        }
        return .object(described)
    }

    private static func parameters(_ operation: Operation) -> [JSONValue] {
        let inPath = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part -> JSONValue in
            [
                "name": .string(String(part.dropFirst().dropLast())), "in": "path", "required": true,
                "schema": ["type": "string"],
            ]
        }
        let inQuery = operation.query.map { parameter -> JSONValue in
            [
                "name": .string(parameter.name), "in": "query", "schema": parameter.schema,
                "description": .string(parameter.meaning),
            ]
        }
        return inPath + inQuery
    }
}

extension API {
    var document: JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for operation in operations {
            paths["/api/v1" + operation.path, default: [:]][operation.method.rawValue.lowercased()] =
                OpenAPI.describe(operation)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Filon", "version": .string(Version.current),
                "description": "A token acts for a colleague and sees what that colleague sees.",
            ],
            "security": [["token": []]],
            "paths": .object(paths.mapValues { .object($0) }),
            "components": [
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
                "schemas": .object(OpenAPI.schemas),
            ],
        ]
    }
}
