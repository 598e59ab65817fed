import Foundation

/// A rule of the house: what breaks it in a set of sources, one sentence each.
struct Rule: Sendable, CustomStringConvertible {
    let description: String
    let violations: @Sendable ([SourceFile]) -> [String]
}

extension Rule {
    static let all: [Rule] = [
        noServiceImportsAnother, onlyStoresContainSQL, noCTypeCrossesAModule, storesStayInTheirSchema,
        handlersDoNotPublish, noPersonalDataInLogs, inputNeverTraps, uncheckedClaimsHaveReasons, limitsHold,
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
                let lines = file.code.filter { looksLikeSQL($0.line) }.map(\.number)
                // A statement may be cut anywhere between two lines.
                let literals =
                    lines.isEmpty && sqlWords.contains { file.text.contains($0) }
                    ? SourceScanner(file.text).literals.filter { $0.text != "SELECT 1" && looksLikeSQL($0.text) }.map(
                        \.line
                    ) : []
                return (lines + literals).map { "\(file.path):\($0) contains SQL" }
            }
    }

    /// Looked for first, because a search for a text is much faster than one for a pattern.
    private static let sqlWords = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "COPY"]

    static func looksLikeSQL(_ line: String) -> Bool {
        sqlWords.contains { line.contains($0) }
            && line.contains(
                #/\b(SELECT\s+[\w*(]|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\s|CREATE TABLE\s|COPY\s+\w+.*\b(FROM|TO)\b|FOR UPDATE\b)/#
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

    /// One folds case and accents, the other keeps a dead letter; each role may call them.
    private static let everybodysFunctions: Set = ["msg.fold", "msg.bury"]

    static let storesStayInTheirSchema = Rule(description: "A store touches its own schema's tables only") { files in
        let known = Rule.schemas.values.reduce(Set(["msg"])) { $0.union($1) }
        return files.filter { $0.isService && $0.name.hasSuffix("Store.swift") }.flatMap { file in
            SourceScanner(file.text).literals.flatMap { literal in
                literal.text.matches(of: #/\b([a-z]+)\.([a-z][a-z_0-9]*)\b/#.wordBoundaryKind(.simple)).compactMap {
                    match -> String? in
                    let (schema, object) = (String(match.1), String(match.2))
                    guard known.contains(schema), !everybodysFunctions.contains(String(match.0)) else { return nil }
                    if Rule.schemas[file.module]?.contains(schema) == true || object.hasPrefix("v_") { return nil }
                    return "\(file.path):\(literal.line) touches \(schema).\(object)"
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

    /// Parts of names that stand for something about a person, in whatever they are composed.
    private static let personal = [
        "email", "mail", "phone", "name", "address", "hint", "contact", "person", "recipient", "owner", "password",
        "token", "secret", "body", "payload", "note", "siret", "postcode", "city", "row",
    ]

    /// Names that hold such a part and mean something else: how many, which handler, which job.
    private static func isImpersonal(_ name: String, in file: SourceFile) -> Bool {
        name.hasSuffix(".count") || name.hasSuffix("handler.name")
            || ["name", "schedule.name"].contains(name) && file.path == "Shared/Messaging/Scheduler.swift"
    }

    static let noPersonalDataInLogs = Rule(description: "No personal data in a log line") { files in
        let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical", "log"]
        let starts = ["logger", "log"].flatMap { name in levels.flatMap { ["\(name).\($0)(", "\(name)?.\($0)("] } }
        return files.filter { file in file.isProduction && (file.text.contains("log") || file.text.contains("etadata["))
        }.flatMap { file in
            let metadata = file.code.compactMap { number, line in
                line.firstMatch(of: #/metadata\[[^\]]*\]\s*=(.*)/#.ignoresCase()).map {
                    (line: number, code: SourceScanner(String($0.1)).code)
                }
            }
            return (SourceScanner(file.text).calls(of: starts) + metadata).flatMap { line, code in
                code.matches(of: #/[A-Za-z_][A-Za-z_0-9]*(\??\.[A-Za-z_][A-Za-z_0-9]*)*/#).compactMap {
                    match -> String? in
                    let name = String(match.0)
                    let folded = name.lowercased()
                    guard personal.contains(where: folded.contains), !isImpersonal(name, in: file) else { return nil }
                    return "\(file.path):\(line) logs \(name)"
                }
            }
        }
    }

    /// PostgreSQL may run a sub-select once for each row of the outer table, and then each run chooses others: more rows
    /// are changed than the limit says. A materialised `WITH` is run once.
    static let limitsHold = Rule(description: "What a change is limited to is chosen once") { files in
        files.filter { $0.isProduction && $0.name.hasSuffix("Store.swift") }.flatMap { file in
            SourceScanner(file.text).literals.filter {
                $0.text.contains(#/\bIN\s*\(\s*SELECT\b[^;]*?\bLIMIT\b[^;]*?\bFOR UPDATE\b/#.wordBoundaryKind(.simple))
            }.map { "\(file.path):\($0.line) chooses in a sub-select what it changes" }
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
