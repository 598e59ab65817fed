import Foundation

/// A rule of the house: what breaks it in a set of sources, one sentence each.
struct Rule: Sendable, CustomStringConvertible {
    let description: String
    let violations: @Sendable ([SourceFile]) -> [String]
}

extension Rule {
    static let all: [Rule] = [
        noServiceImportsAnother, onlyStoresContainSQL, noCTypeCrossesAModule, storesStayInTheirSchema,
        handlersDoNotPublish, noPersonalDataInLogs, inputNeverTraps, uncheckedClaimsHaveReasons,
    ]

    static let noServiceImportsAnother = Rule(description: "No service imports another") { files in
        let services = Set(files.filter(\.isService).map(\.module))
        return files.filter(\.isProduction).flatMap { file in
            file.imports.filter { services.contains($0.module) && $0.module != file.module }
                .map { "\(file.path) imports the service \($0.module)" }
        }
    }

    static let onlyStoresContainSQL = Rule(description: "Only stores contain SQL") { files in
        let wrappers: Set = ["Postgres", "Migrations"]
        return files.filter { $0.isProduction && !$0.name.hasSuffix("Store.swift") && !wrappers.contains($0.module) }
            .flatMap { file in
                file.code.filter { looksLikeSQL($0.line) }.map { "\(file.path):\($0.number) contains SQL" }
            }
    }

    /// Looked for first, because a search for a text is much faster than one for a pattern.
    private static let sqlWords = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "COPY"]

    static func looksLikeSQL(_ line: String) -> Bool {
        sqlWords.contains { line.contains($0) }
            && line.contains(
                #/\b(SELECT\s+[\w*(]|INSERT INTO\s|UPDATE\s+\w+\s+SET\b|DELETE FROM\s|CREATE TABLE\s|COPY\s+\w+.*\b(FROM|TO)\b|FOR UPDATE\b)/#
                    .wordBoundaryKind(.simple)
            )
            && !line.contains("SELECT 1\")")
    }

    static let noCTypeCrossesAModule = Rule(description: "No C type crosses a module border") { files in
        let owner = ["CPostgres": "Postgres", "CRabbitMQ": "AMQP", "CCurl": "HTTPClient"]
        return files.flatMap { file in
            file.imports.compactMap { item -> String? in
                guard let wrapper = owner[item.module] else { return nil }
                if file.module != wrapper { return "\(file.path) imports \(item.module)" }
                return item.isPublic ? "\(file.path) shows \(item.module) to others" : nil
            }
        }
    }

    /// Which schemas a service's stores may name with their tables; of the others they may name `v_*` views alone.
    static let schemas: [String: Set<String>] = [
        "Ingest": ["intake"], "Enrichment": ["enrichment"], "Scoring": ["scoring"], "Assignment": ["assignment"],
        "PipelineMonitor": ["pipeline"], "Notifier": ["notification"], "ClientSuccess": ["success"],
        "Console": ["sales", "finance", "people", "admin"], "Operator": ["operator", "msg"],
    ]

    static let storesStayInTheirSchema = Rule(description: "A store touches its own schema's tables only") { files in
        let known = Rule.schemas.values.reduce(Set(["msg"])) { $0.union($1) }
        return files.filter { $0.isService && $0.name.hasSuffix("Store.swift") }.flatMap { file in
            file.code.filter { $0.line.contains(".") }.flatMap { number, line in
                line.matches(of: #/\b([a-z]+)\.([a-z][a-z_0-9]*)\b/#.wordBoundaryKind(.simple)).compactMap {
                    match -> String? in
                    let (schema, object) = (String(match.1), String(match.2))
                    guard known.contains(schema),
                        line.contains(#/\b(FROM|JOIN|INTO|UPDATE|TABLE|CALL)\b/#.wordBoundaryKind(.simple))
                    else { return nil }
                    if Rule.schemas[file.module]?.contains(schema) == true || object.hasPrefix("v_") { return nil }
                    return "\(file.path):\(number) touches \(schema).\(object)"
                }
            }
        }
    }

    static let handlersDoNotPublish = Rule(description: "A handler announces only by what it returns") { files in
        files.filter {
            $0.isService
                && $0.text.contains(#/:\s*(MessageHandler|BatchHandler|GatheringHandler)\b/#.wordBoundaryKind(.simple))
        }
        .flatMap { file in
            file.code.filter {
                $0.line.contains(#/\b(messenger|publisher)\b|\.commit\s*[({]|\.publish\(/#.wordBoundaryKind(.simple))
            }
            .map { "\(file.path):\($0.number) announces beside its return value" }
        }
    }

    static let noPersonalDataInLogs = Rule(description: "No personal data in a log line") { files in
        let personal =
            #/\\\([^)]*\b(email|phone|displayName|firstName|lastName|contactName|address|password|token|secret|body|note|payload|row)\b/#
            .wordBoundaryKind(.simple)
        return files.filter(\.isProduction).flatMap { file in
            calls(of: #/(logger|log)\.(trace|debug|info|notice|warning|error|critical)\(/#, in: file)
                .filter { $0.text.contains(personal) }.map { "\(file.path):\($0.number) logs personal data" }
        }
    }

    /// Calls with the lines up to their closing parenthesis.
    static func calls(of start: some RegexComponent, in file: SourceFile) -> [(number: Int, text: String)] {
        let lines = file.code
        return lines.indices.filter { lines[$0].line.contains("log") && lines[$0].line.contains(start) }.map { index in
            var text = ""
            var depth = 0
            for (_, line) in lines[index...].prefix(12) {
                text += line + "\n"
                depth += line.count { $0 == "(" } - line.count { $0 == ")" }
                if depth <= 0 { break }
            }
            return (lines[index].number, text)
        }
    }

    static let inputNeverTraps = Rule(description: "Nothing traps on input") { files in
        files.filter(\.isProduction).flatMap { file in
            file.code.filter { line in ["try!", "fatalError(", "as! "].contains { line.line.contains($0) } }
                .map { "\(file.path):\($0.number) may trap" }
        }
    }

    static let uncheckedClaimsHaveReasons = Rule(description: "Each unchecked claim says why") { files in
        files.flatMap { file -> [String] in
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.indices.compactMap { index in
                let line = lines[index]
                let claims = line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)")
                guard claims, !line.contains("//") else { return nil }
                let above = lines[max(0, index - 4)..<index]
                return above.contains { $0.contains("Unchecked because") }
                    ? nil : "\(file.path):\(index + 1) claims without \"Unchecked because\""
            }
        }
    }
}
