package charter

import "galley/engine"

func linkRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleLinkHTTPS,
			Title: words("An address that is not https", "Une adresse sans https"),
			Text: words("What goes over http can be read and changed on its way, and browsers warn of it. For our own hosts and those that the charter lists the scheme is mended; whether another host answers with https is for a person to see.",
				"Ce qui passe par http peut être lu et modifié en chemin, et les navigateurs avertissent. Pour nos propres hôtes et ceux que la charte liste, l'adresse est corrigée ; si un autre hôte répond en https, c'est à une personne de le vérifier."),
			Bad: "link: http://town.example/rink\n", Good: "link: https://town.example/rink\n",
			Match: []string{"See http://town.example."}, NoMatch: []string{"See https://town.example.", "Le protocole http:// est ancien."},
		},
		{
			ID:    ruleLinkDomain,
			Title: words("A host that is not on the list", "Un hôte qui n'est pas sur la liste"),
			Text: words("The charter lists the hosts that may be linked; what is below one (www.example.org) is allowed with it.",
				"La charte liste les hôtes vers lesquels on peut pointer ; ce qui est en dessous (www.example.org) l'est aussi."),
			Bad: "link: https://elsewhere.example/rink\n", Good: "link: https://town.example/rink\n",
		},
		{
			ID:    ruleLinkForbidden,
			Title: words("A host that may not be linked", "Un hôte vers lequel on ne pointe pas"),
			Text: words("The charter says that we do not send readers there. An address without https:// counts as well.",
				"La charte dit que l'on n'y envoie pas les lecteurs. Une adresse sans https:// compte aussi."),
			Bad: "text: Tickets at resale.example.\n", Good: "text: Tickets at https://town.example/tickets\n",
		},
		{
			ID:    ruleLinkShortener,
			Title: words("A shortened address", "Une adresse raccourcie"),
			Text: words("Readers do not see where it leads, the shortener counts them, and the day it closes every such link is dead. Networks shorten what they show by themselves. A shortener of one's own is allowed.",
				"On ne voit pas où elle mène, le raccourcisseur compte les lecteurs, et le jour où il ferme tous ces liens sont morts. Les réseaux abrègent d'eux-mêmes ce qu'ils affichent. Un raccourcisseur à soi est admis."),
			Bad: "text: Tickets at bit.ly/3xYz\n", Good: "text: Tickets at https://town.example/tickets\n",
			Match: []string{"https://bit.ly/3xYz", "Billets : bit.ly/3xYz"}, NoMatch: []string{"Bit.ly is a company.", "https://town.example/bit.ly/3xYz"},
		},
		{
			ID:    ruleLinkUTM,
			Title: words("An address of ours without its UTM parameters", "Une adresse à nous sans ses paramètres UTM"),
			Text: words("Without them nobody knows which post brought a visitor. A campaign's are added by themselves where its posts lead to our sites; those that the charter asks for must be there then and say something. Addresses of pictures and files, and those on networks that are not ours, need none.",
				"Sans eux, on ne sait pas quelle publication a amené un visiteur. Ceux d'une campagne s'ajoutent d'eux-mêmes aux adresses de nos sites ; ceux que la charte demande doivent alors y être et ne pas être vides. Les adresses d'images et de fichiers, et celles des réseaux, n'en ont pas besoin."),
			Bad: "link: https://town.example/rink\n", Good: "link: https://town.example/rink\ncampaign: winter\n",
		},
		{
			ID:    ruleLinkCount,
			Title: words("Too many addresses", "Trop d'adresses"),
			Text: words("Each address competes with the others. The same one twice, in the text and the field link, counts once; pictures do not count.",
				"Chaque adresse fait concurrence aux autres. La même deux fois, dans le texte et dans link, compte une fois ; les images ne comptent pas."),
			Bad:  "links: [{max: 1}]\n---\ntext: \"https://example.org/rink and https://example.org/hours\"\n",
			Good: "links: [{max: 1}]\n---\ntext: \"https://example.org/rink\"\n",
		},
		{
			ID: ruleLinkLookalike, Severity: engine.SeverityInfo,
			Title: words("A host that looks like another", "Un hôte qui en imite un autre"),
			Text: words("Letters of other scripts can look like ours: a Cyrillic а in аpple.com. It may be right all the same; look twice.",
				"Des lettres d'autres alphabets ressemblent aux nôtres : un а cyrillique dans аpple.com. L'adresse peut être juste ; regardez-y à deux fois."),
			Bad: "link: https://xn--pple-43d.com\n", Good: "link: https://apple.com\n",
		},
	}
}
