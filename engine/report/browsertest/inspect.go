package browsertest

import _ "embed"

// inspection returns the faults of the page it is run in.
//
//go:embed inspect.js
var inspection string
