import FrenchBusiness

extension PageExtractor {
    /// Whose page it is: the SIREN in the page's own address, else the first one in its text.
    var siren: SIREN? {
        if let ownSIREN { return ownSIREN }
        let text = document.text.prefix(Self.textRead)
        return Self.sirens(in: text, atMost: 1).first ?? Self.sirens(in: text, atMost: 1, rightKeyOnly: false).first
    }

    /// The SIREN in the page's own address.
    private var ownSIREN: SIREN? {
        for element in document.elements.prefix(2000) {
            let isCanonical = element.name == "link" && element.attributes["rel"]?.lowercased() == "canonical"
            let isAddress = element.name == "meta" && element.attributes["property"] == "og:url"
            guard isCanonical || isAddress, let url = element.attributes[isCanonical ? "href" : "content"] else {
                continue
            }
            if let own = Self.sirens(in: Array(url.utf8)[...], atMost: 1, rightKeyOnly: false).first { return own }
        }
        return nil
    }

    /// The page says that the search found no company, and not because it takes us for a robot.
    var saysNothing: Bool {
        let text = String(decoding: document.text.prefix(Self.textRead), as: UTF8.self).frenchFolded
        return selectors.nothing.contains { text.contains($0.frenchFolded) }
            && !selectors.walls.contains { text.contains($0.frenchFolded) }
    }

    /// A page that names the company at its head, and on which no amount stands that might be its turnover.
    var isWithoutTurnover: Bool {
        let heads = document.elements.indices.filter { ["title", "h1"].contains(document.elements[$0].name) }
        let names = heads.prefix(4).contains { head in
            Self.sirens(in: document.text[document.elements[head].textRange], atMost: 1, rightKeyOnly: false).first
                == siren
        }
        guard siren != nil, names || ownSIREN != nil, heads.contains(where: { document.elements[$0].name == "h1" })
        else {
            return false
        }
        let text = String(decoding: document.text.prefix(Self.textRead), as: UTF8.self).frenchFolded
        let labels = selectors.patterns.flatMap { $0.labels ?? [] }
        let isLabelled = labels.contains { text.contains($0.frenchFolded) }
        // Under a label any amount may be the turnover in a form that we do not know; elsewhere a small one is capital.
        let amounts = isLabelled ? ["€", "euro"] : ["k€", "m€", "md€"]
        return !(selectors.walls + amounts).contains { text.contains($0.frenchFolded) }
    }

    /// The page is made of invented elements: what robots are shown. A hyphen makes an element a site's own, of which a
    /// real page has a few; every real one has a heading.
    var isInvented: Bool {
        let own = document.elements.count { $0.name.contains("-") }
        let hasHeading = document.elements.contains { ["h1", "h2"].contains($0.name) }
        return own > 0 && (!hasHeading || own * 4 > document.elements.count)
    }

    /// Where the search lists companies: the address of the one asked for, as its links have it.
    func link(to siren: SIREN) -> String? {
        let end = "-\(siren.text).html"
        return document.elements.lazy.filter { $0.name == "a" }.compactMap { $0.attributes["href"] }
            .first { ($0.hasPrefix("/") && !$0.hasPrefix("//")) && $0.hasSuffix(end) && $0.utf8.count <= 300 }
    }

    private static let textRead = 200_000

    /// Numbers of nine digits, with the right key where that is asked, also in groups of three and at the head of a SIRET.
    private static func sirens(
        in bytes: ArraySlice<UInt8>,
        atMost limit: Int,
        rightKeyOnly: Bool = true
    ) -> [SIREN] {
        var found: [SIREN] = []
        var digits: [UInt8] = []
        var gap = 0
        func settle() {
            if digits.count == 9 || digits.count == 14, let siren = SIREN(ascii: digits.prefix(9)),
                siren.isLuhnValid || !rightKeyOnly
            {
                found.append(siren)
            }
            digits = []
        }
        for byte in bytes {
            if (0x30...0x39).contains(byte) {
                if digits.count < 20 { digits.append(byte) }
                gap = 0
            } else if !digits.isEmpty {
                // A plain, unbreakable (C2 A0) or narrow unbreakable space (E2 80 AF) parts groups.
                gap += 1
                let parts = byte == 0x20 && gap == 1 || [0xC2, 0xA0, 0xE2, 0x80, 0xAF].contains(byte) && gap <= 3
                if !parts { settle() }
            }
            if found.count >= limit { break }
        }
        settle()
        return found
    }
}
