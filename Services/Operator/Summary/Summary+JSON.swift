// Absent values are written as null, so that every reader finds every key.

extension Summary {
    private enum CodingKeys: String, CodingKey { case version, seconds, consoleUrl, companies, refused }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(version, forKey: .version)
        try container.encode(seconds, forKey: .seconds)
        try container.encode(consoleUrl, forKey: .consoleUrl)
        try container.encode(companies, forKey: .companies)
        try container.encode(refused, forKey: .refused)
    }
}

extension Summary.Company: Encodable {
    private enum CodingKeys: String, CodingKey {
        case line, otherLines, siren, name, department, state, reason, turnoverStatus, turnover, trend, score, owner
        case decision, notifications
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line, forKey: .line)
        if !otherLines.isEmpty { try container.encode(otherLines, forKey: .otherLines) }
        try container.encode(siren, forKey: .siren)
        try container.encode(name, forKey: .name)
        try container.encode(department, forKey: .department)
        try container.encode(state, forKey: .state)
        try container.encode(reason, forKey: .reason)
        try container.encode(turnoverStatus, forKey: .turnoverStatus)
        try container.encode(turnover, forKey: .turnover)
        try container.encode(trend, forKey: .trend)
        try container.encode(score, forKey: .score)
        try container.encode(owner, forKey: .owner)
        try container.encode(decision, forKey: .decision)
        try container.encode(notifications, forKey: .notifications)
    }
}

extension Summary.Year: Encodable {
    private enum CodingKeys: String, CodingKey { case closingDate, months, amountCents, source }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(closingDate, forKey: .closingDate)
        try container.encode(months, forKey: .months)
        try container.encode(amountCents, forKey: .amountCents)
        try container.encode(source, forKey: .source)
    }
}

extension Summary.Line: Encodable {
    private enum CodingKeys: String, CodingKey { case rule, points, input, source, date, text }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule, forKey: .rule)
        try container.encode(points, forKey: .points)
        try container.encode(input, forKey: .input)
        try container.encode(source, forKey: .source)
        try container.encode(date, forKey: .date)
        try container.encode(text, forKey: .text)
    }
}
