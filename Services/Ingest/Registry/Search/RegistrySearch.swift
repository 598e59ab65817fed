import Postgres

/// A search of the registry: first pages within milliseconds, whatever is asked for.
///
/// The order is that of the reversed SIREN, in which ages, sizes, trades and places are mixed evenly. So a wide selection
/// fills its page after few rows of a walk over an index that holds every filtered column; and where the walk has looked
/// at ``window`` rows without filling it, the selection is narrow, and all its rows are fetched by the filters' own
/// indexes and sorted. No estimate of PostgreSQL about how conditions go together is relied on for the choice.
enum RegistrySearch {
    /// Rows that a walk looks at: some ten milliseconds.
    private static let window = 30_000
    /// Such statements are planned with their values, never once for all.
    static let settings = [
        "plan_cache_mode": "force_custom_plan", "statement_timeout": "20000", "jit": "off", "random_page_cost": "1.1",
    ]

    static func page(_ filter: RegistryFilter, in tx: isolated PostgresSession) throws -> RegistryPage {
        var (units, count): ([RegistryUnit], RegistryPage.Count?) = ([], nil)
        let wanted = filter.limit + 1
        if filter.isOfTheLiving {
            let codes = try RegistryCodes(filter, in: tx)
            if !codes.areImpossible {
                units = try RegistrySearchStore.walked(filter, codes, limit: wanted, window: window, in: tx)
                if units.count < wanted {
                    units = try RegistrySearchStore.gathered(filter, codes, limit: wanted, in: tx)
                }
            }
            if filter.isCounted {
                let found = codes.areImpossible ? 0 : try RegistrySearchStore.counted(filter, codes, in: tx)
                count = .init(value: min(found, RegistryFilter.countMax), isMore: found > RegistryFilter.countMax)
            }
        } else {
            units = try RegistrySearchStore.ofAnyState(filter, limit: wanted, in: tx)
            if filter.isCounted {
                let found = try RegistrySearchStore.countedOfAnyState(filter, in: tx)
                count = .init(value: min(found, RegistryFilter.countMax), isMore: found > RegistryFilter.countMax)
            }
        }
        let isMore = units.count == wanted
        let shown = isMore ? Array(units.dropLast()) : units
        return RegistryPage(units: shown, next: isMore ? shown.last?.siren : nil, count: count)
    }
}

/// The whole codes that a filter's beginnings stand for among those in use: equal values are what an index and the
/// statistics know best.
struct RegistryCodes: Sendable {
    private(set) var naf: [String]?
    private(set) var naf25: [String]?
    private(set) var legalForms: [String]?

    /// No unit has such a code.
    var areImpossible: Bool { [naf, naf25, legalForms].contains { $0?.isEmpty == true } }

    init(_ filter: RegistryFilter, in tx: isolated PostgresSession) throws {
        naf = try filter.naf.map { begins in
            try Self.whole(begins, length: 6) { try RegistrySearchStore.naf(from: $0, below: $1, in: tx) }
        }
        naf25 = try filter.naf25.map { begins in
            try Self.whole(begins, length: 6) { try RegistrySearchStore.naf25(from: $0, below: $1, in: tx) }
        }
        legalForms = try filter.legalForms.map { begins in
            try Self.whole(begins, length: 4) { try RegistrySearchStore.legalForms(from: $0, below: $1, in: tx) }
        }
    }

    private static func whole(
        _ begins: [String],
        length: Int,
        _ find: (_ from: [String], _ below: [String]) throws -> [String]
    ) rethrows -> [String] {
        let open = begins.filter { $0.utf8.count < length }
        let found = open.isEmpty ? [] : try find(open, open.map { $0 + "~" })
        return Array(Set(begins.filter { $0.utf8.count == length } + found)).sorted()
    }
}
