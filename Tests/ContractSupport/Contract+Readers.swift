import Contracts

extension Contract {
    /// What a consumer reads and the schema does not promise.
    var brokenReaders: [Breach] {
        consumers.flatMap { consumer in consumer.hears.flatMap { broken($0, of: consumer.service) } }
    }

    private func broken(_ hearing: ConsumerNeeds.Hearing, of service: String) -> [Breach] {
        let who = "\(service) (\(hearing.handler))"
        guard let promised = schemas[hearing.type].map(byPath) else {
            let reads = hearing.reads.map(\.path).joined(separator: ", ")
            return [
                Breach(
                    consumer: service,
                    type: hearing.type,
                    "\(who) hears \(hearing.type), which has no schema: renamed? It reads \(reads)"
                )
            ]
        }
        var lost: Set<String> = []
        return hearing.reads.compactMap { need in
            // Of an object that is gone, what was in it needs no mention.
            guard !lost.contains(need.parent), let problem = problem(of: need, promised[need.path]) else {
                if lost.contains(need.parent) { lost.insert(need.path) }
                return nil
            }
            lost.insert(need.path)
            return Breach(
                consumer: service,
                type: hearing.type,
                path: need.path,
                "\(who) reads \(hearing.type) \(need.path) as \(need.form); \(problem)"
            )
        }
    }

    private func problem(of need: MessageField, _ promise: MessageField?) -> String? {
        guard let promise else { return "the schema no longer has it" }
        guard promise.kind.isReadable(as: need.kind) else { return "the schema says \(promise.form)" }
        return need.isRequired && !promise.isRequired ? "the schema lets it be absent" : nil
    }

    /// Types that are heard and never announced, and the other way round where the catalogue promises a hearer.
    var silence: [Breach] {
        let hearings = consumers.flatMap { consumer in consumer.hears.map { (service: consumer.service, hearing: $0) } }
        let unannounced = hearings.compactMap { service, hearing -> Breach? in
            let roles = catalogue[hearing.type]
            let who = "\(service) (\(hearing.handler)) hears \(hearing.type)"
            guard let roles, !roles.announcedBy.isEmpty else {
                return Breach(consumer: service, type: hearing.type, "\(who), which nobody announces")
            }
            guard roles.heardBy.contains(service) else {
                return Breach(consumer: service, type: hearing.type, "\(who); the catalogue does not say so")
            }
            return nil
        }
        let unheard = catalogue.sorted { $0.key < $1.key }.flatMap { type, roles in
            roles.heardBy.filter { service in !hearings.contains { $0.service == service && $0.hearing.type == type } }
                .map { service in
                    Breach(
                        consumer: service,
                        type: type,
                        "the catalogue says that \(service) hears \(type), but no handler of its needs does"
                    )
                }
        }
        return unannounced + unheard
    }
}
