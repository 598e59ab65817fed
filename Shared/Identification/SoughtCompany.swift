/// What a list says of a company whose SIREN is sought. Every field may lack.
public struct SoughtCompany: Sendable, Equatable {
    public var name: String?
    /// name on the door
    public var tradeName: String?
    /// five digits
    public var postcode: String?
    public var city: String?
    /// NAF rév. 2, dotted
    public var naf: String?
    /// host of its site or of its e-mail, without `www.`
    public var domain: String?
    /// first digit of a geographic number: 1 Île-de-France, 2 north-west, 3 north-east, 4 south-east, 5 south-west
    public var phoneZone: Int?

    public init(
        name: String? = nil,
        tradeName: String? = nil,
        postcode: String? = nil,
        city: String? = nil,
        naf: String? = nil,
        domain: String? = nil,
        phoneZone: Int? = nil
    ) {
        self.name = name
        self.tradeName = tradeName
        self.postcode = postcode
        self.city = city
        self.naf = naf
        self.domain = domain
        self.phoneZone = phoneZone
    }

    /// Whether there is a name to look for.
    public var isSearchable: Bool { [name, tradeName].contains { $0.flatMap { CompanyName($0) } != nil } }

    /// The same text for two questions that mean the same, however they are written: what "asked before" is judged by.
    public var fingerprint: String {
        let names = [name, tradeName].map { text in
            text.flatMap { CompanyName($0) }.map { "\($0.words.joined(separator: " "))/\($0.form?.rawValue ?? "")" }
                ?? ""
        }
        let place = [postcode ?? "", city.map { TownName($0).joined } ?? ""]
        return (names + place + [naf ?? "", domain ?? "", phoneZone.map(String.init) ?? ""]).joined(separator: "|")
    }

    /// A word of a name, folded, and whether it tells one company from others.
    public struct Word: Sendable, Equatable {
        public var text: String
        public var isDistinctive: Bool
    }

    /// The names that a register may have it under, word by word; the whole first.
    public var registryNames: [[Word]] {
        [name, tradeName].compactMap(\.self).flatMap { CompanyName.variants(of: $0) }.map { name in
            name.words.map { Word(text: $0, isDistinctive: NameWord.weight($0) > 0.9) }
        }
    }

    /// What a provider's search by words is asked for: the name's own words, the legal form left out.
    public var searchWords: [String] {
        guard let name = (name ?? tradeName).flatMap({ CompanyName.variants(of: $0) }), let first = name.first else {
            return []
        }
        return Array((name.count > 1 ? name[1] : first).words.prefix(8))
    }
}

/// A company that a register knows, as far as it matters for recognising it.
public struct RegisteredCompany: Sendable, Equatable {
    public struct Place: Sendable, Equatable {
        public var postcode: String?
        public var city: String?
        /// INSEE's code; derived from the postcode where nil
        public var departement: String?

        public init(postcode: String? = nil, city: String? = nil, departement: String? = nil) {
            self.postcode = postcode
            self.city = city
            self.departement = departement
        }
    }

    /// nine digits
    public var siren: String
    /// official name first, then acronym, trade names and signs
    public var names: [String]
    /// head office first, then other establishments that are known
    public var places: [Place]
    /// catégorie juridique, 4 digits
    public var legalForm: String?
    public var naf: String?
    public var isCeased: Bool
    /// false: the person asked that the data serve no prospecting (code de commerce, A. 123-96)
    public var isDiffusible: Bool
    /// who knows it so, e.g. `sirene`
    public var source: String

    public init(
        siren: String,
        names: [String],
        places: [Place] = [],
        legalForm: String? = nil,
        naf: String? = nil,
        isCeased: Bool = false,
        isDiffusible: Bool = true,
        source: String
    ) {
        self.siren = siren
        self.names = names
        self.places = places
        self.legalForm = legalForm
        self.naf = naf
        self.isCeased = isCeased
        self.isDiffusible = isDiffusible
        self.source = source
    }

    /// What two registers say of one company, as one; the first's word stands where they differ, and either may say
    /// that it ended or hides.
    public func merged(with other: RegisteredCompany) -> RegisteredCompany {
        var merged = self
        merged.names += other.names.filter { !names.contains($0) }
        merged.places += other.places.filter { !places.contains($0) }
        merged.legalForm = legalForm ?? other.legalForm
        merged.naf = naf ?? other.naf
        merged.isCeased = isCeased || other.isCeased
        merged.isDiffusible = isDiffusible && other.isDiffusible
        return merged
    }
}
