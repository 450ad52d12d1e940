//! The help of how parameters are written.

/// The page of `tc3 help parameters`.
pub(crate) const PARAMETERS: &str = "\
How parameters are written in tc3 SERVICE ACTION --Parameter VALUE ..

Names
  --GroupName, --group-name and --group_name are one parameter; an exact name wins.
  A name with a capital letter is always a parameter: --Filter, --DryRun. One without is an option of tc3 first
  (tc3 help options); --api.filter is the parameter in any case.

Values
  Integer, Float    sent as written: 18446744073709551615, 1.0
  Boolean           true, false, t, f, 1, 0 in any case; --On alone is true
  String            the text, also if it looks like JSON: --Note 5, --Note '{\"a\":1}', --Note ''
  Object            JSON
  Binary            base64, or the bytes of a file: @FILE
  A value that begins with a hyphen takes an equals sign: --Order=-x. Negative numbers do not: --Offset -5.
  Of a parameter that is given twice the last one counts, except for lists.

Lists
  --Ids a b           --Ids a --Ids b           --Ids '[\"a\",\"b\"]'           --Ids.0 a --Ids.1 b

Structures, to any depth
  --Rules.0.Port 80 --Rules.0.Protocol TCP      by parts, in any order; items are numbered from 0 without a gap
  --Rules '[{\"Port\":80}]'  --One '{\"Port\":80}'  as JSON
  --Rules Port=80,Protocol=TCP Port=81          in short, one word an item, for members without parts of their own;
                                                a value with a comma is quoted: Note='a,b' or Note=\"a,b\", and the
                                                quotation mark in it is written twice

Files
  @FILE, file://FILE  the text of a file, as it is, the last line end included
  @-                  standard input, for one parameter
  fileb://FILE        the bytes of a file, in base64
  @@TEXT              a text that begins with @; a single @ is itself
  In PowerShell, quote words that begin with @: '@FILE'.

All at once
  --cli-input-json '{..}'  --cli-input-json @FILE  --cli-input-json -
  Parameters given as options replace its members one by one; a list is replaced as a whole.
  --generate-cli-skeleton [input|required|example|output] prints what there is to fill in.

Everything is checked before anything is sent; --no-check sends it all the same.
";
