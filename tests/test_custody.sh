#!/bin/sh
# Keys, backups and forgetting at the command line: what an administrator types.
set -u
. tests/shell.sh
export SKAPA_STORE=st
scan=$root/samples/scans/black-0001.png
(cd "$root" && sh samples/copy-store.sh "$folder/st")

is filed 0 '1 page, 1 (filed|review)' "$skapa" intake read "$scan"
sha=$(sha256sum "$scan" | cut -d' ' -f1)
is scan 0 '' "$skapa" store scan "$sha" --output copy.png
is scan_is_the_same 0 '' cmp "$scan" copy.png
is scan_is_sealed 1 '' grep -rqa PNG st/scans
is scan_needs_a_hash 2 "'abc' is no scan" "$skapa" store scan abc --output x

is backup 0 '' "$skapa" store backup data --keys keys
is backup_of_nothing 2 'backup needs FILE' "$skapa" store backup
is backup_over_another 2 'data: is there already' "$skapa" store backup data
is backup_of_keys_over_another 2 'keys: is there already' \
	"$skapa" store backup --keys keys
is restore_to_nowhere 2 'missing behind "data": restore takes FILE DIR' \
	"$skapa" store restore data
is restore 0 '' "$skapa" store restore data --keys keys again
is restored_needs_its_key 1 'again/keys/site.key: missing' \
	"$skapa" store check --store again
is restored 0 'nothing wrong' "$skapa" store check --store again \
	--site-key st/keys/site.key
is restore_there 2 'again: is there already; name a new folder' \
	"$skapa" store restore data again
head -c 32 /dev/urandom >other.key
chmod 600 other.key
is restore_other_key 1 "data: other.key: is not this store's site key" \
	"$skapa" store restore data --site-key other.key third
is open_other_key 1 "other.key: is not this store's site key" \
	"$skapa" store people list --site-key other.key

is key_is_inside 0 "the site key lies in the store's folder" \
	"$skapa" store check
is rekey 0 '' "$skapa" store rekey
is rekeyed 0 'nothing wrong' "$skapa" store check
is paper_stays_good 0 'duplicate' "$skapa" intake read "$scan"
is old_backup_needs_old_key 1 "is not this store's site key" \
	"$skapa" store restore data third
printf 'four words of whatever\n' >phrase
chmod 600 phrase
export SKAPA_NEW_PASSPHRASE_FILE=phrase
is rekey_to_passphrase 0 '' "$skapa" store rekey --passphrase
is passphrase_is_not_asked_of_nobody 2 'nobody can be asked' \
	"$skapa" store check
is no_file_is_left 1 '' test -e st/keys/site.key
export SKAPA_PASSPHRASE_FILE=phrase
is passphrase 0 'nothing wrong' "$skapa" store check
is backup_by_passphrase 0 '' "$skapa" store backup data2
is rekey_both 2 'give --passphrase or --new-site-key' \
	"$skapa" store rekey --passphrase --new-site-key x
is rekey_to_a_file 0 '' "$skapa" store rekey --new-site-key new.key
is new_file 0 'nothing wrong' "$skapa" store check --site-key new.key
is key_is_elsewhere 1 '' sh -c 'cp out said; grep "site key lies" said'

export SKAPA_SITE_KEY=new.key
code=$("$skapa" store audit show --format json | grep -c '"change the site key"')
is rekeys_are_in_the_audit 0 '' test "$code" -eq 3
filed=
for person in $("$skapa" store people list); do
	"$skapa" report person "$person" 2>/dev/null | grep -qi health &&
		filed=$person
done
[ -n "$filed" ] || filed=$("$skapa" store people list | head -1)
is forget 0 '^receipt 1: person [0-9]+ forgotten on ' \
	"$skapa" store people forget "$filed"
is forget_twice 2 'unknown person' "$skapa" store people forget "$filed"
is receipts 0 '"receipt":1,"person":[0-9]+,"date":"' \
	"$skapa" store receipts --format json
is whole_afterwards 0 'nothing wrong' "$skapa" store check
exit $failed
