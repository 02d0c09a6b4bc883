# SPDX-License-Identifier: Apache-2.0
# What Doxygen reads instead of a page. The page's heading is its title only if no comment stands before it. Pictures
# become <img>, which has a text for those who cannot see it, fits the page and opens alone; Doxygen's own <object> does not.
/^<!--.*-->$/d
s|^!\[([^]]*)\]\(pictures/(.*/)?([^/]*\.svg)\)$|\\image html \3 "\1"|
s|^\\image html ([^ ]+) "(.*)"$|\\htmlonly[block]<figure><a href="\1"><img src="\1" alt="\2"></a><figcaption>\2</figcaption></figure>\\endhtmlonly|
