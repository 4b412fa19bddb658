package team

import "galley/engine"

// The ids of the rules that Read looks after. Some are found elsewhere too.
const (
	ruleBadMandate      = "bad-mandate"
	ruleBadSigningKey   = "bad-signing-key"
	ruleDuplicateMember = "duplicate-member"
	ruleNobodyApproves  = "nobody-approves"
	ruleUnknownCampaign = "unknown-campaign"
	ruleUnknownChannel  = "unknown-channel"
	ruleUnknownGroup    = "unknown-group"
	ruleUnknownMember   = "unknown-member"
	ruleUnknownPillar   = "unknown-pillar"
)

// Rules returns what Read can find, sorted by id, without what other stages
// explain.
func Rules() []engine.RuleDoc {
	const ada = "kind: Team\nid: team\nmembers: [{name: Ada Martin, github: ada, profile: senior}"
	const press = "kind: Charter\nid: charter\napprovals: {rules: [{require: [{group: press}]}]}\n"
	list := []engine.RuleDoc{
		{
			ID:    ruleBadMandate,
			Title: words("A mandate that cannot be kept", "Un mandat impossible à tenir"),
			Text: words("An agency acts within a mandate. Its dates are days, and the last one is not before the first. Outside of it, what the agency writes counts as an intern's, and it approves nothing.",
				"Une agence agit dans un mandat. Ses dates sont des jours, et le dernier ne précède pas le premier. En dehors, ce que l'agence écrit compte comme d'un stagiaire, et elle n'approuve rien."),
			Bad:  ada + ", {name: Studio, profile: agency}]\n",
			Good: ada + ", {name: Studio, profile: agency, mandate: {until: 2027-03-31}}]\n",
		},
		{
			ID:    ruleBadSigningKey,
			Title: words("A signing key that cannot be read", "Une clé de signature illisible"),
			Text: words("A signing key is the one line of an SSH .pub file: its type, then the key in base64. DSA keys are too weak.",
				"Une clé de signature est l'unique ligne d'un fichier SSH .pub : son type, puis la clé en base64. Les clés DSA sont trop faibles."),
			Bad:  "kind: Team\nid: team\nmembers: [{name: Ada Martin, profile: senior, signingKeys: [my key]}]\n",
			Good: "kind: Team\nid: team\nmembers: [{name: Ada Martin, profile: senior, signingKeys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl]}]\n",
		},
		{
			ID:    ruleDuplicateMember,
			Title: words("Two members who are one", "Deux membres qui n'en font qu'un"),
			Text: words("A name, a login and a key belong to one member: otherwise one person could approve twice, or what he wrote himself.",
				"Un nom, un identifiant et une clé appartiennent à un seul membre : sinon une personne approuverait deux fois, ou ce qu'elle a écrit elle-même."),
			Bad:  ada + ", {name: Lou Petit, github: ada, profile: legal}]\n",
			Good: ada + ", {name: Lou Petit, github: lou, profile: legal}]\n",
		},
		{
			ID:    ruleNobodyApproves,
			Title: words("An approval that nobody can give", "Une approbation que personne ne peut donner"),
			Text: words("What such a rule asks for would be held for ever: the team has nobody, or too few, with that profile or in that group. Each step is taken by another person. A team with an intern or a junior needs a senior.",
				"Ce que demande une telle règle resterait bloqué pour toujours : l'équipe n'a personne, ou trop peu de monde, de ce profil ou dans ce groupe. Chaque étape revient à une autre personne. Une équipe qui a un stagiaire ou un junior a besoin d'un senior."),
			Bad:  "kind: Team\nid: team\nmembers: [{name: Ines Roy, profile: intern}]\n",
			Good: ada + ", {name: Ines Roy, profile: intern}]\n",
		},
		{
			ID:    ruleUnknownGroup,
			Title: words("A group that the team does not have", "Un groupe que l'équipe n'a pas"),
			Text: words("A rule asks for one of a group by its name, as it stands under groups in the Team.",
				"Une règle demande quelqu'un d'un groupe par son nom, tel qu'il figure sous groups dans l'équipe."),
			Bad:  press,
			Good: press + "---\n" + ada + "]\ngroups: [{name: press, members: [Ada Martin]}]\n",
		},
		{
			ID:    ruleUnknownMember,
			Title: words("A member that the team does not have", "Un membre que l'équipe n'a pas"),
			Text: words("A group names members as the Team does.",
				"Un groupe nomme les membres comme le fait l'équipe."),
			Bad:  ada + "]\ngroups: [{name: press, members: [Ada Marten]}]\n",
			Good: ada + "]\ngroups: [{name: press, members: [Ada Martin]}]\n",
		},
	}
	for i := range list {
		list[i].Subject = "project"
	}
	return list
}

func words(en, fr string) map[string]string { return map[string]string{"en": en, "fr": fr} }
